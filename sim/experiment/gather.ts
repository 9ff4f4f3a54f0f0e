// The runs of some cells under some seeds: those that are kept already, and the rest run by a crew.

import { type Result, success } from '../../core/foundation/index.ts';
import type { Cell } from '../scenario/index.ts';
import { type CrewOptions, type Done, runJobs } from './crew.ts';
import type { Job } from './job.ts';
import type { Kept, RunStore } from './store.ts';

export interface Gathered extends Kept {
  readonly job: Job;
  /** Wall time; absent if the run was kept from before. */
  readonly seconds?: number;
}

/**
 * In the order of cells, then of seeds, whoever ran what and when; the first seed of each cell with its course.
 * `onDone` counts kept runs as well.
 */
export async function gather(
  cells: readonly Cell[],
  seeds: readonly number[],
  store: RunStore,
  crew: CrewOptions,
): Promise<Result<readonly Gathered[]>> {
  const jobs: readonly Job[] = cells.flatMap((cell) =>
    seeds.map((seed, index) => ({ cell, seed, record: index === 0 })),
  );
  const kept = jobs.map((job) => store.find(job));
  const missing = jobs.filter((_, at) => kept[at] === undefined);
  const before = jobs.length - missing.length;
  if (before > 0) crew.onDone?.(jobs[kept.findIndex((result) => result !== undefined)]!, before);
  const ran = await runJobs(missing, {
    ...crew,
    onResult: (job, done) => store.keep(job, done),
    onDone: (job, done) => crew.onDone?.(job, before + done),
  });
  if (!ran.ok) return ran;
  let next = 0;
  const answer = (job: Job, found: Kept | undefined): Gathered => {
    const { result, record, seconds }: Kept & Partial<Done> = found ?? ran.value[next++]!;
    return { job, result, ...(record && { record }), ...(seconds !== undefined && { seconds }) };
  };
  return success(jobs.map((job, at) => answer(job, kept[at])));
}
