// The Gaussian mechanism used once, without sampling. Analytic: Balle and Wang, "Improving the Gaussian Mechanism for
// Differential Privacy" (2018), theorem 8, which is exact. Classic: Dwork and Roth, "The Algorithmic Foundations of
// Differential Privacy" (2014), theorem A.1, which is proved for an epsilon below 1 only.

import { assert, erfc, exp, ln, ln1p } from '../foundation/index.ts';
import { falling } from './falling.ts';

/** From here on the asymptotic series of erfc is exact, and erfc itself loses digits and then underflows. */
const FAR = 20;
const HALF_LN_PI = 0.572_364_942_924_700_1;

/** The delta that noise of so many sensitivities gives at `epsilon`: the least that holds. */
function analyticDelta(noise: number, epsilon: number): number {
  if (noise === 0) return 1;
  const shift = 1 / (2 * noise);
  const away = epsilon * noise;
  return Math.max(exp(lnNormal(shift - away)) - exp(epsilon + lnNormal(-shift - away)), 0);
}

/** The least noise, in sensitivities, that is (epsilon, delta) private. */
export function analyticNoise(epsilon: number, delta: number): number {
  assert(epsilon >= 0 && delta > 0 && delta < 1, 'a target has an epsilon and a delta', { epsilon, delta });
  return falling((noise) => analyticDelta(noise, epsilon), delta);
}

/** The least epsilon that noise of so many sensitivities gives at `delta`. */
export function analyticEpsilon(noise: number, delta: number): number {
  assert(noise > 0 && delta > 0 && delta < 1, 'a mechanism has noise and a delta', { noise, delta });
  return analyticDelta(noise, 0) <= delta ? 0 : falling((epsilon) => analyticDelta(noise, epsilon), delta);
}

/** sqrt(2 ln(1.25/delta)) / epsilon. */
export function classicNoise(epsilon: number, delta: number): number {
  assert(epsilon > 0 && delta > 0 && delta < 1, 'a target has an epsilon and a delta', { epsilon, delta });
  return Math.sqrt(2 * ln(1.25 / delta)) / epsilon;
}

/** ln P(Z <= x) of a standard normal Z, also where P underflows. */
function lnNormal(x: number): number {
  const t = -x / Math.SQRT2;
  if (t < FAR) return ln(erfc(t) / 2);
  const u = 1 / (2 * t * t);
  return -t * t - ln(2 * t) - HALF_LN_PI + ln1p(u * (-1 + u * (3 + u * (-15 + u * (105 - 945 * u)))));
}
