// From the runs of an experiment to its results: summaries, thresholds, verdict.

import { assert } from '../../core/foundation/index.ts';
import type { CellResult, MetricSummary, Results, RunResult } from '../results/index.ts';
import { ENGINE_VERSION } from '../results/index.ts';
import type { ResolvedScenario } from '../scenario/index.ts';
import { compareCells } from './comparisons.ts';
import { summarise } from './statistics.ts';
import { evaluateThresholds } from './thresholds.ts';
import { warningsOf } from './warnings.ts';

/**
 * `runs` are in the order of cells, then of seeds. The verdict is `pass` if every threshold holds in every cell
 * and every invariant held in every run.
 */
export function buildResults(
  scenario: ResolvedScenario,
  runs: readonly RunResult[],
  options: { readonly shuffleTies?: number },
): Results {
  const { seeds } = scenario;
  assert(runs.length === scenario.cells.length * seeds.length, 'each cell has a run for each seed');
  const cells = scenario.cells.map((cell, index): CellResult => {
    const own = runs.slice(index * seeds.length, (index + 1) * seeds.length);
    return { id: cell.id, factors: cell.factors, runs: own, summary: summariseMetrics(own) };
  });
  const thresholds = evaluateThresholds(scenario.thresholds, cells);
  const warnings = warningsOf(cells);
  const kept = cells.every((cell) => cell.runs.every((run) => run.invariants.every(({ held }) => held)));
  return {
    schema: 1,
    engine: ENGINE_VERSION,
    scenario: { name: scenario.name, sha256: scenario.sha256 },
    ...(options.shuffleTies === undefined ? {} : { options: { shuffleTies: options.shuffleTies } }),
    cells,
    comparisons: compareCells(cells, scenario.primary),
    thresholds,
    ...(scenario.assumptions.length === 0 ? {} : { assumptions: scenario.assumptions }),
    ...(warnings.length === 0 ? {} : { warnings }),
    verdict: kept && thresholds.every(({ held }) => held) ? 'pass' : 'fail',
  };
}

/** Over the runs that have the metric; metrics in the order in which they first appear. */
function summariseMetrics(runs: readonly RunResult[]): Readonly<Record<string, MetricSummary>> {
  const columns = new Map<string, number[]>();
  for (const run of runs) {
    for (const name of Object.keys(run.metrics)) {
      const value = run.metrics[name]!;
      const column = columns.get(name);
      if (column === undefined) columns.set(name, [value]);
      else column.push(value);
    }
  }
  return Object.fromEntries(Array.from(columns, ([name, values]) => [name, summarise(values)] as const));
}
