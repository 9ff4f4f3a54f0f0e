// Exact mathematics: transcendental functions whose bits are the same on every Node and processor. `Math.pow` gives
// other bits on Node 24 than on 20, and ECMAScript promises nothing for the rest, so simulation logic uses these
// pinned pure-JavaScript ports of FreeBSD's msun. We take @stdlib rather than our own ports because the same packages
// are needed for the quantiles; a call costs 20 to 50 ns (`pow` 130 ns), so hot paths draw by ziggurat instead.
// `Math.sqrt`, `floor`, `abs`, `imul` and kin are exact by the language's definition and stay as they are.

import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** The complementary error function; it underflows to 0 above 26.5. */
export { default as erfc } from '@stdlib/math-base-special-erfc';
export { default as exp } from '@stdlib/math-base-special-exp';
/** e^x - 1, exact to the last digits even near 0. */
export { default as expm1 } from '@stdlib/math-base-special-expm1';
/** ln |Gamma(x)|. */
export { default as lnGamma } from '@stdlib/math-base-special-gammaln';
export { default as ln } from '@stdlib/math-base-special-ln';
/** ln(1 + x), exact to the last digits even near 0. */
export { default as ln1p } from '@stdlib/math-base-special-log1p';
export { default as pow } from '@stdlib/math-base-special-pow';
/** Of an angle in radians. */
export { default as sin } from '@stdlib/math-base-special-sin';

const TWO_POW_MINUS_53 = 1 / 0x20_0000_0000_0000;

/** The z with P(Z <= z) = p for a standard normal Z, to 4e-9 even at p = 1e-10. NaN outside 0 to 1. */
export const normalQuantile = (p: number): number => quantile(p, 0, 1);

/**
 * A draw from the open interval (0, 1) with 53 bits: a fraction made of 32 of them, and the 21 that follow. The one
 * draw in 2^53 that would be 0 becomes 2^-54, so that the logarithm of a draw is always finite.
 */
export const openUnit = (high: number, low: number): number => high + low * TWO_POW_MINUS_53 || TWO_POW_MINUS_53 / 2;
