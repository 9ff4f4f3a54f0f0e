// The worker's side of a crew: takes one job at a time, runs it, and answers.

import { parentPort, workerData } from 'node:worker_threads';

import { assert } from '../../core/foundation/index.ts';
import type { RunRecord, RunResult } from '../results/index.ts';
import type { Cell } from '../scenario/index.ts';
import { RunFault } from '../world/index.ts';
import type { JobOptions, JobReply, JobRequest } from './job.ts';

export type RunJob = (
  cell: Cell,
  seed: number,
  options: JobOptions & Pick<JobRequest, 'record'>,
) => Promise<{ readonly result: RunResult; readonly series?: Float64Array; readonly record?: RunRecord }>;

/** Answers every job with `run` until the thread is ended. Never throws: what `run` throws is an answer as well. */
export function serve(run: RunJob): void {
  assert(parentPort !== null, 'a worker has a parent');
  const port = parentPort;
  const options = workerData as JobOptions;
  let current: Cell | undefined;
  port.on('message', (request: JobRequest) => {
    current = request.cell ?? current;
    assert(current !== undefined, 'the first job brings its cell');
    const wanted = request.record === undefined ? options : { ...options, record: request.record };
    void attempt(run(current, request.seed, wanted)).then((reply) => port.postMessage(reply));
  });
  port.postMessage('ready');
}

async function attempt(run: ReturnType<RunJob>): Promise<JobReply> {
  try {
    return { kind: 'done', ...(await run) };
  } catch (error) {
    if (error instanceof RunFault) return { kind: 'failed', failures: error.failures };
    return { kind: 'bug', report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
