// An experiment: every cell under every seed, gathered in a fixed order.

import { type Result, success } from '../../core/foundation/index.ts';
import type { Results, RunRecord, Timing } from '../results/index.ts';
import type { ResolvedScenario } from '../scenario/index.ts';
import { buildResults } from './assemble.ts';
import { runJobs } from './crew.ts';
import { checkDeterminism } from './determinism.ts';
import type { Job } from './job.ts';
import { crewOf, type ExperimentOptions } from './options.ts';
import { freezeWarmup, pilotRuns } from './warmup.ts';

export interface Experiment {
  /** As it was run: with `warmup: auto` frozen to a number of tasks. */
  readonly scenario: ResolvedScenario;
  readonly results: Results;
  /** The course of the first seed of each cell. */
  readonly records: readonly RunRecord[];
  readonly timing: Timing;
}

/**
 * Runs a scenario on worker threads: checks the user's own strategies for determinism, settles `warmup: auto` by a
 * pilot, runs every cell under every seed, and judges thresholds and invariants. The results are the same for any
 * number of workers. Failures are those of `runJobs`, `checkDeterminism` and `freezeWarmup`.
 */
export async function runExperiment(
  scenario: ResolvedScenario,
  options: ExperimentOptions,
): Promise<Result<Experiment>> {
  const start = options.clock.seconds();
  const checked = await checkDeterminism(scenario, options);
  if (!checked.ok) return checked;
  const pilots = pilotRuns(scenario);
  const total = pilots + scenario.cells.length * scenario.seeds.length;
  const tell = ({ cell, seed }: Job, done: number): void => options.onProgress?.(done, total, cell.id, seed);
  const frozen = await freezeWarmup(scenario, options, tell);
  if (!frozen.ok) return frozen;
  const settled = frozen.value;

  const jobs: readonly Job[] = settled.cells.flatMap((cell) =>
    settled.seeds.map((seed, index) => ({ cell, seed, record: index === 0 })),
  );
  const ran = await runJobs(jobs, { ...crewOf(options), onDone: (job, done) => tell(job, pilots + done) });
  if (!ran.ok) return ran;

  const results = buildResults(
    settled,
    ran.value.map(({ result }) => result),
    options,
  );
  const timing: Timing = {
    started: options.clock.started,
    wallSeconds: options.clock.seconds() - start,
    workers: options.workers,
    node: process.version,
    runs: ran.value.map(({ result, seconds }, index) => ({
      cell: jobs[index]!.cell.id,
      seed: result.seed,
      seconds,
      events: result.events,
    })),
  };
  return success({ scenario: settled, results, records: ran.value.flatMap(({ record }) => record ?? []), timing });
}
