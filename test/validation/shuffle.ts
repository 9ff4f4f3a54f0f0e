// Whether the order of events of one instant matters where it should not: the same seeds with and without
// --shuffle-ties. No invariant may break, and no metric may move by more than noise.

import { interval, mean, runExperiment } from '../../sim/experiment/index.ts';
import type { CellResult } from '../../sim/results/index.ts';
import type { ResolvedScenario } from '../../sim/scenario/index.ts';
import type { Check, Outcome } from './check.ts';
import { brokenInvariants, type CaseOptions, clock, loadCase } from './run-case.ts';

/** Chance that a cell without any such dependence fails: its metrics share it. */
const FALSE_ALARM = 1e-4;
const SHUFFLE = 1;

/** One check for each cell of a scenario; `still`: whether its metrics must not move. */
export async function shuffleChecks(scenario: string, still: boolean, options: CaseOptions): Promise<Check[]> {
  const loaded = await loadCase(scenario, options);
  return loaded.cells.map((cell) => ({
    name: `${scenario} shuffled: ${Object.values(cell.factors).join(', ')}`,
    tasks: 2 * loaded.seeds.length * (cell.stop.tasks ?? 0),
    inputs: { cell, seeds: loaded.seeds, still },
    run: async () => compare({ ...loaded, cells: [cell] }, still, options),
  }));
}

async function compare(scenario: ResolvedScenario, still: boolean, options: CaseOptions): Promise<Outcome> {
  const plain = await run(scenario, options);
  const shuffled = await run(scenario, options, SHUFFLE);
  const remarks = [...brokenInvariants(plain), ...brokenInvariants(shuffled), ...(still ? moved(plain, shuffled) : [])];
  return { passed: remarks.length === 0, rows: [], remarks };
}

async function run(scenario: ResolvedScenario, { workers }: CaseOptions, shuffleTies?: number): Promise<CellResult> {
  const ran = await runExperiment(scenario, {
    workers,
    clock: clock(),
    ...(shuffleTies !== undefined && { shuffleTies }),
  });
  if (!ran.ok) throw new Error(ran.failures.map(({ message }) => message).join('\n'));
  return ran.value.results.cells[0]!;
}

/** Metrics whose paired differences are not around 0. */
function moved(plain: CellResult, shuffled: CellResult): string[] {
  const names = Object.keys(plain.runs[0]!.metrics);
  return names.flatMap((name) => {
    const of = ({ runs }: CellResult): number[] => runs.map(({ metrics }) => metrics[name] ?? Number.NaN);
    const before = of(plain);
    const differences = of(shuffled).map((value, at) => value - before[at]!);
    if (differences.every((difference) => difference === 0)) return [];
    const [low, high] = interval(differences, 1 - FALSE_ALARM / names.length);
    if (low <= 0 && high >= 0) return [];
    return [`${name} moves by ${mean(differences)} (${low} .. ${high}) from ${mean(before)}`];
  });
}
