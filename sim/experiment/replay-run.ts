// One run of an experiment again, with the messages that its end is about.

import { type Result, success } from '../../core/foundation/index.ts';
import type { RunRecord } from '../results/index.ts';
import type { Cell } from '../scenario/index.ts';
import { runJobs } from './crew.ts';
import { crewOf, type ExperimentOptions } from './options.ts';

/** The record of the run, messages included. */
export async function replayRun(cell: Cell, seed: number, options: ExperimentOptions): Promise<Result<RunRecord>> {
  const crew = crewOf({ ...options, workers: 1 });
  const ran = await runJobs([{ cell, seed, record: true }], { ...crew, job: { ...crew.job, messages: true } });
  return ran.ok ? success(ran.value[0]!.record!) : ran;
}
