// The library: `import { loadScenario, run } from 'ambient-vcp'`.

import { availableParallelism } from 'node:os';

import { failed, type Result, success } from './core/foundation/index.ts';
import { type Adjustments, type ExperimentOptions, loadScenarioFile, runExperiment } from './sim/experiment/index.ts';
import type { Results } from './sim/results/index.ts';
import type { ResolvedScenario } from './sim/scenario/index.ts';

export type { Failure, Result, SourcePlace } from './core/foundation/index.ts';
export type { Message, Random, Telemetry, Work, WorkResult } from './core/protocol/index.ts';
export type {
  JobView,
  Outlook,
  Parameter,
  ParameterValue,
  Placement,
  Pool,
  Strategy,
  StrategyDefinition,
  TaskView,
} from './core/scheduling/index.ts';
export type { Behaviour, BehaviourDefinition, Means } from './sim/adversary/index.ts';
export type { Adjustments, ExperimentOptions } from './sim/experiment/index.ts';
export type * from './sim/results/index.ts';
export type { ResolvedScenario } from './sim/scenario/index.ts';

/** Those of an experiment, all of them optional; the clock is the machine's. */
export type RunOptions = Partial<Omit<ExperimentOptions, 'clock'>>;

/**
 * Loads a scenario file and resolves it completely. What is wrong with it comes back as failures, all at once, each
 * with its place in the file.
 */
export async function loadScenario(file: string, adjustments: Adjustments = {}): Promise<Result<ResolvedScenario>> {
  const loaded = await loadScenarioFile(file, adjustments);
  return loaded.ok ? success(loaded.value.scenario) : loaded;
}

/**
 * Runs a scenario: every cell under every seed, on worker threads (by default one for each processor core, which
 * changes no result). Metrics are in SI units. Missed thresholds and broken invariants make the verdict `fail`; they
 * are no failures. Nothing is written to disk.
 *
 * ```ts
 * const scenario = await loadScenario('local-mesh.yaml');
 * if (!scenario.ok) throw new Error(scenario.failures.map(({ message }) => message).join('\n'));
 * const results = await run(scenario.value, { workers: 2 });
 * if (results.ok) console.log(results.value.cells[0]?.summary['latency.mean']);
 * ```
 */
export async function run(scenario: ResolvedScenario, options: RunOptions = {}): Promise<Result<Results>> {
  const ran = await runExperiment(scenario, {
    workers: availableParallelism(),
    ...options,
    clock: { started: new Date().toISOString(), seconds: () => performance.now() / 1000 },
  });
  return ran.ok ? success(ran.value.results) : ran;
}

/**
 * Runs a scenario of at least two cells and compares every two of them on each primary metric: `comparisons` of the
 * results has b - a with a paired 95 % interval, p after Holm's correction, and a verdict. All cells run the same
 * seeds; there should be 20 or more. Fails with `nothing-varied` if there is one cell.
 *
 * ```ts
 * const scenario = await loadScenario('mesh.yaml', { set: ['matrix.scheduling=[random, power-of-d]'], seeds: '1..20' });
 * ```
 */
export async function compare(scenario: ResolvedScenario, options: RunOptions = {}): Promise<Result<Results>> {
  if (scenario.cells.length > 1) return run(scenario, options);
  return failed({
    code: 'nothing-varied',
    message: `${scenario.name} has one cell: there is nothing to compare it with`,
  });
}
