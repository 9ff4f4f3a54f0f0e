// Thresholds: what the user demands of the mean of a metric, in every cell.

import type { CellResult, ThresholdResult } from '../results/index.ts';
import type { Threshold } from '../scenario/index.ts';

/** Every threshold against every cell, in that order. A metric that a cell does not have fails its threshold. */
export function evaluateThresholds(
  thresholds: readonly Threshold[],
  cells: readonly CellResult[],
): readonly ThresholdResult[] {
  return thresholds.flatMap((threshold) => cells.map((cell) => evaluate(threshold, cell)));
}

function evaluate(threshold: Threshold, cell: CellResult): ThresholdResult {
  const summary = cell.summary[threshold.metric];
  if (summary === undefined) return { text: threshold.text, cell: cell.id, held: false };
  const value = summary.mean;
  return { text: threshold.text, cell: cell.id, value, held: holds(value, threshold) };
}

function holds(value: number, { comparison, bound }: Threshold): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '==':
      return value === bound;
    case '!=':
      return value !== bound;
  }
}
