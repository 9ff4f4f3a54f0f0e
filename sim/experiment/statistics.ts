// Statistics over replications: each value is one whole run's figure, so the values are independent.

import cdfT from '@stdlib/stats-base-dists-t-cdf';
import quantileT from '@stdlib/stats-base-dists-t-quantile';

import { assert } from '../../core/foundation/index.ts';
import type { MetricSummary } from '../results/index.ts';

/**
 * Arithmetic mean, with one correction pass that takes out the rounding of the first sum. The values are added
 * in the order given, so the bits depend on nothing else.
 */
export function mean(values: readonly number[]): number {
  assert(values.length > 0, 'a mean needs a value');
  let sum = 0;
  for (const value of values) sum += value;
  const rough = sum / values.length;
  let rest = 0;
  for (const value of values) rest += value - rough;
  return rough + rest / values.length;
}

/** Unbiased sample variance (divisor n - 1), by the corrected two-pass algorithm (Chan, Golub and LeVeque 1983). */
export function variance(values: readonly number[]): number {
  assert(values.length > 1, 'a variance needs two values');
  const centre = mean(values);
  let squares = 0;
  let rest = 0;
  for (const value of values) {
    const difference = value - centre;
    squares += difference * difference;
    rest += difference;
  }
  return Math.max(0, squares - (rest * rest) / values.length) / (values.length - 1);
}

/**
 * Student's t interval of the mean: m ± t(1 - (1 - confidence)/2, n - 1)·s/√n.
 * `confidence` is a fraction such as 0.95. Needs at least two values.
 */
export function interval(values: readonly number[], confidence: number): readonly [number, number] {
  assert(confidence > 0 && confidence < 1, 'a confidence lies between 0 and 1', { confidence });
  const centre = mean(values);
  const n = values.length;
  const half = quantileT(1 - (1 - confidence) / 2, n - 1) * Math.sqrt(variance(values) / n);
  return [centre - half, centre + half];
}

/** Mean and 95 % interval over runs; a single run has no interval. */
export function summarise(values: readonly number[]): MetricSummary {
  const n = values.length;
  if (n < 2) return { mean: mean(values), n };
  return { mean: mean(values), ci95: interval(values, 0.95), n };
}

/**
 * Two-sided p of Student's paired t test that differences have mean 0. Where they are all the same nothing is left to
 * chance: p is 1 if they are 0, and else 0. Needs at least two values.
 */
export function pairedP(differences: readonly number[]): number {
  const n = differences.length;
  const centre = mean(differences);
  const spread = Math.sqrt(variance(differences) / n);
  if (spread === 0) return centre === 0 ? 1 : 0;
  return 2 * cdfT(-Math.abs(centre / spread), n - 1);
}

/**
 * Holm's step-down correction (Scandinavian Journal of Statistics 6, 1979): adjusted p-values, in the given order, that
 * keep the chance of any false rejection below the level at which they are read.
 */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, at) => at).sort((a, b) => ps[a]! - ps[b]! || a - b);
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  for (const [rank, at] of order.entries()) {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[at]!));
    adjusted[at] = least;
  }
  return adjusted;
}
