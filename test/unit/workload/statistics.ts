// What the tests of random draws measure with. Seeds are fixed, so a threshold at the 99.9 % point fails for good or
// not at all.

import { exp } from '../../../core/foundation/index.ts';

/** Pearson's statistic of counts that should be equal. */
export function chiSquared(counts: Float64Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Pearson's correlation of two series, over the length of the shorter. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const length = Math.min(a.length, b.length);
  const meanA = average(a.subarray(0, length));
  const meanB = average(b.subarray(0, length));
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let at = 0; at < length; at++) {
    const da = a[at]! - meanA;
    const db = b[at]! - meanB;
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}

export function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: Float64Array): number {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** The 99.9 % point of `kolmogorov`. */
export const KOLMOGOROV_LIMIT = 1.95;

/** The Kolmogorov-Smirnov distance of a sample from a distribution, times the root of its size. Sorts the sample. */
export function kolmogorov(values: Float64Array, cdf: (x: number) => number): number {
  values.sort();
  let distance = 0;
  for (let at = 0; at < values.length; at++) {
    const probability = cdf(values[at]!);
    distance = Math.max(distance, probability - at / values.length, (at + 1) / values.length - probability);
  }
  return distance * Math.sqrt(values.length);
}

/** P(Z <= z), by the series of Abramowitz and Stegun 26.2.11: exact to 1e-13 for |z| < 6. */
export function normalCdf(z: number): number {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}
