// Exact mathematics: transcendental functions whose bits are the same on every Node and processor. `Math.pow` gives
// other bits on Node 24 than on 20, and ECMAScript promises nothing for the rest, so simulation logic uses these
// pinned pure-JavaScript ports of FreeBSD's msun. We take @stdlib rather than our own ports because the same packages
// are needed for the quantiles; a call costs 20 to 50 ns (`pow` 130 ns), so hot paths draw by ziggurat instead.
// `Math.sqrt`, `floor`, `abs`, `imul` and kin are exact by the language's definition and stay as they are.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
type Real = (x: number) => number;

/** Loaded when it is first called: two hundred small files, which most commands do without. */
function lazily(load: () => unknown): Real {
  let found: Real | undefined;
  return (x) => (found ??= load() as Real)(x);
}

/** The complementary error function; it underflows to 0 above 26.5. */
export const erfc: Real = lazily(() => require('@stdlib/math-base-special-erfc'));
export const exp: Real = lazily(() => require('@stdlib/math-base-special-exp'));
/** e^x - 1, exact to the last digits even near 0. */
export const expm1: Real = lazily(() => require('@stdlib/math-base-special-expm1'));
/** ln |Gamma(x)|. */
export const lnGamma: Real = lazily(() => require('@stdlib/math-base-special-gammaln'));
export const ln: Real = lazily(() => require('@stdlib/math-base-special-ln'));
/** ln(1 + x), exact to the last digits even near 0. */
export const ln1p: Real = lazily(() => require('@stdlib/math-base-special-log1p'));
/** Of an angle in radians. */
export const sin: Real = lazily(() => require('@stdlib/math-base-special-sin'));

let raise: ((base: number, exponent: number) => number) | undefined;
export const pow = (base: number, exponent: number): number =>
  (raise ??= require('@stdlib/math-base-special-pow') as (base: number, exponent: number) => number)(base, exponent);

let quantile: ((p: number, mean: number, deviation: number) => number) | undefined;

const TWO_POW_MINUS_53 = 1 / 0x20_0000_0000_0000;

/** The z with P(Z <= z) = p for a standard normal Z, to 4e-9 even at p = 1e-10. NaN outside 0 to 1. */
export const normalQuantile = (p: number): number =>
  (quantile ??= require('@stdlib/stats-base-dists-normal-quantile') as NonNullable<typeof quantile>)(p, 0, 1);

/**
 * A draw from the open interval (0, 1) with 53 bits: a fraction made of 32 of them, and the 21 that follow. The one
 * draw in 2^53 that would be 0 becomes 2^-54, so that the logarithm of a draw is always finite.
 */
export const openUnit = (high: number, low: number): number => high + low * TWO_POW_MINUS_53 || TWO_POW_MINUS_53 / 2;
