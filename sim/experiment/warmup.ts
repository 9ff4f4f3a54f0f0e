// `warmup: auto`: how many tasks to leave out, found by a pilot before the first run and then fixed for all of them.

import { createHash } from 'node:crypto';
import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import { type Cell, freezeWarmupTasks, type ResolvedScenario } from '../scenario/index.ts';
import { type CrewOptions, runJobs } from './crew.ts';
import type { Job } from './job.ts';
import { MSER_BATCH, truncation } from './mser.ts';
import { crewOf, type ExperimentOptions } from './options.ts';

const REPLICATIONS = 20;
/** Below this MSER is noise. */
const BATCHES_MIN = 10;

/** How many runs the pilot of a scenario takes. */
export const pilotRuns = (scenario: ResolvedScenario): number => pilotCells(scenario).length * REPLICATIONS;

/**
 * The scenario with `warmup: auto` replaced by a number of tasks: MSER-5 on the latency of each task, averaged over
 * 20 pilot replications of a cell, and of all cells' truncations the greatest. A scenario without it comes back as
 * it is. Fails with `warmup-undetermined` if a cell completes too few tasks to tell.
 */
export async function freezeWarmup(
  scenario: ResolvedScenario,
  options: ExperimentOptions,
  onDone: NonNullable<CrewOptions['onDone']>,
): Promise<Result<ResolvedScenario>> {
  const cells = pilotCells(scenario);
  if (cells.length === 0) return success(scenario);
  const seeds = pilotSeeds();
  const jobs: readonly Job[] = cells.flatMap((cell) => seeds.map((seed) => ({ cell, seed })));
  const crew = crewOf(options);
  const ran = await runJobs(jobs, { ...crew, job: { ...crew.job, series: true }, onDone });
  if (!ran.ok) return ran;

  let tasks = 0;
  const notes: string[] = [];
  const series = ran.value.map((done) => done.series!);
  for (const [index, cell] of cells.entries()) {
    const batches = averageBatches(series.slice(index * REPLICATIONS, (index + 1) * REPLICATIONS));
    if (batches === undefined) return failed(undetermined(cell));
    const found = truncation(batches);
    tasks = Math.max(tasks, found.batches * MSER_BATCH);
    if (!found.settled)
      notes.push(`Cell ${cell.id}: its latency was still changing halfway; it may need a longer run.`);
  }
  const shortest = Math.min(...series.map(({ length }) => length));
  if (tasks >= shortest) return failed(tooLong(tasks, shortest));
  const frozen = freezeWarmupTasks(scenario, tasks);
  return frozen.ok ? success({ ...frozen.value, notes: [...scenario.notes, ...notes] }) : frozen;
}

/**
 * The mean latency of each batch of five consecutive submissions over all replications, as far as the shortest one
 * goes. NaN stands for a task that was not completed. Undefined if there are too few batches, or if nobody completed
 * any task of one of them.
 */
export function averageBatches(replications: readonly Float64Array[]): readonly number[] | undefined {
  const length = Math.min(...replications.map((series) => series.length));
  const count = Math.floor(length / MSER_BATCH);
  if (count < BATCHES_MIN) return undefined;
  const batches: number[] = [];
  for (let batch = 0; batch < count; batch += 1) {
    let sum = 0;
    let completed = 0;
    for (const series of replications) {
      for (const latency of series.subarray(batch * MSER_BATCH, (batch + 1) * MSER_BATCH)) {
        if (Number.isNaN(latency)) continue;
        sum += latency;
        completed += 1;
      }
    }
    if (completed === 0) return undefined;
    batches.push(sum / completed);
  }
  return batches;
}

/** The first 48 bits of SHA-256("pilot|i"): far from the small seeds that people choose, and the same everywhere. */
function pilotSeeds(): readonly number[] {
  return Array.from({ length: REPLICATIONS }, (_, index) =>
    Number.parseInt(createHash('sha256').update(`pilot|${index}`).digest('hex').slice(0, 12), 16),
  );
}

function pilotCells(scenario: ResolvedScenario): readonly Cell[] {
  const automatic = scenario.cells.filter(({ warmup }) => warmup.kind === 'auto');
  return automatic.map((cell) => ({ ...cell, warmup: { kind: 'none' } }));
}

function undetermined(cell: Cell): Failure {
  return {
    code: 'warmup-undetermined',
    message: `The pilot of cell ${cell.id} completed too few tasks to find its warm-up.`,
    expected: `at least ${BATCHES_MIN * MSER_BATCH} submissions, and of every ${MSER_BATCH} in a row one completed in some replication`,
    path: 'warmup',
    hint: 'Give warmup a number of tasks or a time, or let the scenario run longer.',
  };
}

function tooLong(tasks: number, shortest: number): Failure {
  return {
    code: 'warmup-undetermined',
    message: `The slowest cell needs a warm-up of ${tasks} tasks, but the shortest one submits only ${shortest}.`,
    path: 'warmup',
    hint: 'Let every cell stop after the same number of tasks, or give warmup a time.',
  };
}
