// The Rényi divergence of the sampled Gaussian mechanism: Mironov, Talwar and Zhang, "Rényi Differential Privacy of the
// Sampled Gaussian Mechanism" (2019). With mu0 = N(0, s^2), mu1 = N(1, s^2) and r = mu1/mu0, the divergence of order a
// is ln(A) / (a - 1), where A = E[(1 - q + q r)^a] over mu0. Both sums below give A - 1, from terms that are never
// negative: nothing cancels, so that even a divergence of 1e-12 has all its digits.

import { assert, exp, expm1, ln, ln1p, lnGamma } from '../foundation/index.ts';

export interface SampledGaussian {
  /** Standard deviation of the noise over the L2 sensitivity (the norm to which a contribution is clipped). */
  readonly noise: number;
  /** The chance with which each contribution takes part, by a coin of its own (Poisson sampling): 1 is all of them. */
  readonly sampling: number;
}

/** Above this, e^x - 1 is e^x to all digits. */
const LARGE = 40;
/** How far from 0 a power series beats a difference of two functions. */
const SMALL = 0.01;
/** Beyond so many standard deviations the integrand is below 1e-30 of its largest value. */
const TAIL = 12;
const HALF_LN_TAU = 0.918_938_533_204_672_7;

/**
 * The Rényi divergence of one use of the mechanism, for any order above 1: a bound of the same order on what it tells
 * of one contribution. Exact to about 12 digits.
 */
export function sampledGaussianRdp(order: number, { noise, sampling }: SampledGaussian): number {
  assert(order > 1 && order < Infinity, 'an order is above 1', { order });
  assert(noise >= 0 && sampling >= 0 && sampling <= 1, 'a mechanism has noise and a chance', { noise, sampling });
  if (sampling === 0) return 0;
  if (noise === 0) return Infinity;
  if (sampling === 1) return order / (2 * noise * noise);
  const lnExcess = Number.isInteger(order) ? byBinomials(order, noise, sampling) : byQuadrature(order, noise, sampling);
  return lnOnePlusExp(lnExcess) / (order - 1);
}

/** ln(A - 1) for a whole order: sum over k >= 2 of C(a, k) (1-q)^(a-k) q^k (e^((k^2-k)/(2 s^2)) - 1). */
function byBinomials(order: number, noise: number, sampling: number): number {
  const terms = new LogSum();
  const lnIn = ln(sampling);
  const lnOut = ln1p(-sampling);
  for (let k = 2; k <= order; k++) {
    const choose = lnGamma(order + 1) - lnGamma(k + 1) - lnGamma(order - k + 1);
    terms.add(choose + (order - k) * lnOut + k * lnIn + lnExpm1((k * k - k) / (2 * noise * noise)));
  }
  return terms.value;
}

/**
 * ln(A - 1) for any order: A - 1 = E[(1 + y)^a - 1 - a y] with y = q (r - 1), as E[r] = 1. The integrand is analytic
 * but for a branch point s^2 pi away from the real line, so the trapezoidal rule converges exponentially.
 */
function byQuadrature(order: number, noise: number, sampling: number): number {
  const step = Math.min(noise / 8, (noise * noise) / 2);
  const from = -TAIL * noise;
  const count = Math.ceil((order + 2 * TAIL * noise) / step);
  const terms = new LogSum();
  for (let k = 0; k <= count; k++) {
    const z = from + k * step;
    terms.add(lnBregman(order, (2 * z - 1) / (2 * noise * noise), sampling) - (z * z) / (2 * noise * noise));
  }
  return terms.value + ln(step) - ln(noise) - HALF_LN_TAU;
}

/** ln((1 + y)^a - 1 - a y) for y = q (e^x - 1). */
function lnBregman(order: number, x: number, sampling: number): number {
  if (x > LARGE) {
    const lnRatio = ln(sampling) + x + ln1p(((1 - sampling) / sampling) * exp(-x));
    return order * lnRatio + ln1p(-order * exp((1 - order) * lnRatio));
  }
  const y = sampling * expm1(x);
  if (Math.abs(y) < SMALL) return ln(bySeries(order, y));
  const whole = order * ln1p(y);
  return whole > LARGE ? whole + ln1p(-(1 + order * y) * exp(-whole)) : ln(expm1(whole) - order * y);
}

/** (1 + y)^a - 1 - a y near 0: the binomial series from its second power on. */
function bySeries(order: number, y: number): number {
  let term = ((order * (order - 1)) / 2) * y * y;
  let sum = term;
  for (let k = 3; Math.abs(term) > sum * Number.EPSILON; k++) {
    term *= ((order - k + 1) / k) * y;
    sum += term;
  }
  return sum;
}

/** ln(e^x - 1), x > 0. */
const lnExpm1 = (x: number): number => (x > LARGE ? x : ln(expm1(x)));
/** ln(1 + e^x). */
const lnOnePlusExp = (x: number): number => (x > LARGE ? x : ln1p(exp(x)));

/** The logarithm of a sum of numbers given by their logarithms. */
class LogSum {
  private largest = -Infinity;
  /** Of the numbers over the largest. */
  private sum = 0;

  add(term: number): void {
    if (term === -Infinity) return;
    if (term <= this.largest) {
      this.sum += exp(term - this.largest);
      return;
    }
    this.sum = this.sum * exp(this.largest - term) + 1;
    this.largest = term;
  }

  get value(): number {
    return this.largest + ln(this.sum);
  }
}
