// An experiment: every cell under every seed, gathered in a fixed order.

import { type Result, success } from '../../core/foundation/index.ts';
import type { Results, RunRecord, Timing } from '../results/index.ts';
import { type ResolvedScenario, withSeeds } from '../scenario/index.ts';
import { buildResults } from './assemble.ts';
import { relativeHalfWidth } from './comparisons.ts';
import { checkDeterminism } from './determinism.ts';
import { type Gathered, gather } from './gather.ts';
import type { Job } from './job.ts';
import { crewOf, type ExperimentOptions } from './options.ts';
import { recheck } from './recheck.ts';
import { memoryStore, type RunStore } from './store.ts';
import { freezeWarmup, pilotRuns } from './warmup.ts';

/** Seeds that sequential stopping adds at a time, whatever the number of workers. */
const BATCH = 10;

export interface Experiment {
  /** As it was run: with `warmup: auto` frozen to a number of tasks, and with the seeds that a stopping rule added. */
  readonly scenario: ResolvedScenario;
  readonly results: Results;
  /** The course of the first seed of each cell. */
  readonly records: readonly RunRecord[];
  readonly timing: Timing;
}

/**
 * Runs a scenario on worker threads: checks the user's own strategies for determinism, settles `warmup: auto` by a
 * pilot, runs every cell under every seed, and judges thresholds and invariants. With a stopping rule it goes on in
 * batches of 10 seeds, all cells alike, until the rule is met. The results are the same for any number of workers, and
 * for any part of the runs that was kept from before. Failures are those of `runJobs`, `checkDeterminism` and
 * `freezeWarmup`.
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
  const ran = await replicate(frozen.value, options, pilots);
  if (!ran.ok) return ran;
  const { settled, runs, results } = ran.value;
  const timing: Timing = {
    started: options.clock.started,
    wallSeconds: options.clock.seconds() - start,
    workers: options.workers,
    node: process.version,
    runs: runs.flatMap(({ job, result, seconds }) =>
      seconds === undefined ? [] : [{ cell: job.cell.id, seed: result.seed, seconds, events: result.events }],
    ),
  };
  return success({ scenario: settled, results, records: runs.flatMap(({ record }) => record ?? []), timing });
}

interface Replicated {
  readonly settled: ResolvedScenario;
  readonly runs: readonly Gathered[];
  readonly results: Results;
}

async function replicate(
  scenario: ResolvedScenario,
  options: ExperimentOptions,
  pilots: number,
): Promise<Result<Replicated>> {
  const { cells, primary } = scenario;
  const store = memoryStore(options.store);
  const timed = new Map<string, number>();
  for (let settled = scenario; ; settled = withSeeds(settled, settled.seeds.length + BATCH)) {
    const total = pilots + cells.length * settled.seeds.length;
    const onDone = ({ cell, seed }: Job, done: number): void => {
      options.onProgress?.(pilots + done, total, cell.id, seed);
    };
    const checked = await recheckBatch(settled, store, options, timed);
    if (!checked.ok) return checked;
    const ran = await gather(cells, settled.seeds, store, { ...crewOf(options), onDone });
    if (!ran.ok) return ran;
    const runs = ran.value.map((run) => remembered(run, timed));
    const results = buildResults(
      settled,
      runs.map(({ result }) => result),
      options,
    );
    const { stopping } = options;
    // A single seed has no interval that could be narrow enough.
    const judged = settled.seeds.length > 1;
    const met = stopping === undefined || (judged && relativeHalfWidth(results.cells, primary) <= stopping.precision);
    if (met) return success({ settled, runs, results });
    if (settled.seeds.length + BATCH > stopping.seedsMax) {
      const note = `After ${settled.seeds.length} seeds the intervals are wider than the precision asked for.`;
      return success({ settled: { ...settled, notes: [...settled.notes, note] }, runs, results });
    }
  }
}

/** Those seeds that no batch before this one had. */
async function recheckBatch(
  { cells, seeds }: ResolvedScenario,
  store: RunStore,
  options: ExperimentOptions,
  timed: Map<string, number>,
): Promise<Result<undefined>> {
  if (options.store === undefined) return success(undefined);
  const jobs = cells.flatMap((cell) => seeds.map((seed) => ({ cell, seed })));
  const fresh = jobs.filter((job) => !timed.has(keyOf(job)));
  const ran = await recheck(fresh, store, options.recheck === 'all', crewOf(options));
  if (!ran.ok) return ran;
  // A look at one of many is no run of this experiment, and its time none of its times.
  if (options.recheck === 'all') for (const { job, done } of ran.value) timed.set(keyOf(job), done.seconds);
  return success(undefined);
}

const keyOf = ({ cell, seed }: Job): string => `${cell.id}/${seed}`;

/** A run of an earlier batch is found in the store the next time, but was timed in this experiment all the same. */
function remembered(run: Gathered, timed: Map<string, number>): Gathered {
  const key = keyOf(run.job);
  if (run.seconds !== undefined) timed.set(key, run.seconds);
  const seconds = timed.get(key);
  return seconds === undefined ? run : { ...run, seconds };
}
