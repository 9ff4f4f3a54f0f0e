// Pairs of cells over the same seeds: the mean difference of each primary metric, how sure it is, and a verdict.

import type { CellResult, Comparison, Verdict } from '../results/index.ts';
import { holm, interval, mean, pairedP } from './statistics.ts';

const SIGNIFICANCE = 0.05;

interface Difference {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  readonly relativeTo: number;
  /** b - a, run by run. */
  readonly values: readonly number[];
}

/**
 * Every pair of cells on every metric, b minus a: paired over the seeds for which both have the metric, of which there
 * must be two. `p` is that of the paired t test after Holm's correction over all rows that come back, and the verdict
 * is `no difference` unless p < 0.05. `ci95` is the plain paired interval: each row on its own covers 95 %.
 */
export function compareCells(cells: readonly CellResult[], metrics: readonly string[]): readonly Comparison[] {
  const differences = metrics.flatMap((metric) =>
    cells.flatMap((a, at) => cells.slice(at + 1).flatMap((b) => differenceOf(metric, a, b))),
  );
  const corrected = holm(differences.map(({ values }) => pairedP(values)));
  return differences.map(({ metric, a, b, values }, at): Comparison => {
    const difference = mean(values);
    const p = corrected[at]!;
    return { metric, a, b, difference, ci95: interval(values, 0.95), p, verdict: verdictOf(difference, p) };
  });
}

/**
 * How wide the intervals still are: the greatest half-width over all pairs and metrics, each relative to the mean of
 * the first of the pair; of a single cell, relative to its own mean. Figures with fewer than two values do not count.
 */
export function relativeHalfWidth(cells: readonly CellResult[], metrics: readonly string[]): number {
  const [only, second] = cells;
  const figures: readonly Pick<Difference, 'relativeTo' | 'values'>[] =
    only !== undefined && second === undefined
      ? metrics.flatMap((metric) => levelOf(metric, only))
      : metrics.flatMap((metric) =>
          cells.flatMap((a, at) => cells.slice(at + 1).flatMap((b) => differenceOf(metric, a, b))),
        );
  return Math.max(...figures.map(relative), 0);
}

/** Infinity relative to 0, but nothing if there is nothing to be unsure of. */
function relative({ values, relativeTo }: Pick<Difference, 'relativeTo' | 'values'>): number {
  const half = halfWidth(values);
  return half === 0 ? 0 : half / Math.abs(relativeTo);
}

function halfWidth(values: readonly number[]): number {
  const [low, high] = interval(values, 0.95);
  return (high - low) / 2;
}

function levelOf(metric: string, { runs }: CellResult): Pick<Difference, 'relativeTo' | 'values'>[] {
  const values = runs.flatMap(({ metrics }) => metrics[metric] ?? []);
  return values.length < 2 ? [] : [{ values, relativeTo: mean(values) }];
}

function differenceOf(metric: string, a: CellResult, b: CellResult): Difference[] {
  const first = new Map(a.runs.map(({ seed, metrics }) => [seed, metrics[metric]] as const));
  const pairs = b.runs.flatMap(({ seed, metrics }) => {
    const before = first.get(seed);
    const after = metrics[metric];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  if (pairs.length < 2) return [];
  const values = pairs.map(({ before, after }) => after - before);
  return [{ metric, a: a.id, b: b.id, values, relativeTo: mean(pairs.map(({ before }) => before)) }];
}

function verdictOf(difference: number, p: number): Verdict {
  if (p >= SIGNIFICANCE || difference === 0) return 'no difference';
  return difference < 0 ? 'lower' : 'higher';
}
