// A crew of worker threads that takes jobs from one list. Jobs share nothing, and their results are gathered in the
// order of the list, so that the number of workers changes nothing but the time.

import { assert, type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type { RunRecord, RunResult } from '../results/index.ts';
import type { Cell } from '../scenario/index.ts';
import { type Job, type JobOptions, type JobReply, nameOf } from './job.ts';
import { hire, type Member } from './member.ts';

export interface CrewOptions {
  readonly workers: number;
  readonly job: JobOptions;
  /** Wall time in seconds, from any origin. */
  readonly clock: () => number;
  /** Called as jobs end, in whatever order they do. */
  readonly onDone?: (job: Job, done: number) => void;
  /** Called before that with what came of it. */
  readonly onResult?: (job: Job, done: Done) => void;
  readonly signal?: AbortSignal;
  /** The module that a worker runs. */
  readonly entry: URL;
  /** Whose members these jobs are given to; without it they are started for these jobs alone. */
  readonly standby?: Standby;
}

export interface Done {
  readonly result: RunResult;
  readonly series?: Float64Array;
  readonly record?: RunRecord;
  /** Wall time. */
  readonly seconds: number;
}

/** Members that stay from one list of jobs to the next: to start a thread costs more than a short run. */
export class Standby {
  readonly #entry: URL;
  readonly #job: JobOptions;
  #idle: Member[] = [];

  constructor({ entry, job }: Pick<CrewOptions, 'entry' | 'job'>) {
    this.#entry = entry;
    this.#job = job;
  }

  /** One that is free, or else a new one. */
  take(): Member {
    return this.#idle.pop() ?? hire(this.#entry, this.#job);
  }

  keep(members: readonly Member[]): void {
    this.#idle.push(...members);
  }

  async dismiss(): Promise<void> {
    const idle = this.#idle;
    this.#idle = [];
    await Promise.all(idle.map((member) => member.dismiss()));
  }
}

/**
 * Runs every job and returns their results in the order of `jobs`. Failures: `interrupted` (by the signal),
 * `internal-bug`, `out-of-memory`, `worker-died`, and what a job itself reports. If several jobs fail, the first
 * of the list is reported, whichever came to light first.
 */
export async function runJobs(jobs: readonly Job[], options: CrewOptions): Promise<Result<readonly Done[]>> {
  assert(Number.isSafeInteger(options.workers) && options.workers > 0, 'a crew has workers', {
    workers: options.workers,
  });
  const { standby } = options;
  const source = standby ?? new Standby(options);
  const size = Math.min(options.workers, jobs.length);
  const crew = Array.from({ length: size }, () => source.take());
  const board = new Board(jobs, crew, options);
  const interrupt = (): void => board.interrupt();
  options.signal?.addEventListener('abort', interrupt);
  if (options.signal?.aborted === true) interrupt();
  await Promise.all(crew.map((member) => board.serve(member)));
  options.signal?.removeEventListener('abort', interrupt);
  const outcome = board.outcome();
  // After a failure a member may be dead, or busy with what nobody needs.
  if (standby !== undefined && outcome.ok) standby.keep(crew);
  else await Promise.all(crew.map((member) => member.dismiss()));
  return outcome;
}

/** Which jobs are waiting, running and done. */
class Board {
  readonly #jobs: readonly Job[];
  readonly #options: CrewOptions;
  readonly #done: (Done | undefined)[];
  readonly #running = new Map<Member, number>();
  readonly #crew: readonly Member[];
  #next = 0;
  #finished = 0;
  /** Jobs from here on are not needed: an earlier one failed, or all were called off. */
  #end: number;
  #failures: readonly Failure[] = [];

  constructor(jobs: readonly Job[], crew: readonly Member[], options: CrewOptions) {
    this.#jobs = jobs;
    this.#crew = crew;
    this.#options = options;
    this.#done = new Array<Done | undefined>(jobs.length).fill(undefined);
    this.#end = jobs.length;
  }

  async serve(member: Member): Promise<void> {
    let cell: Cell | undefined;
    await member.ready;
    while (this.#next < this.#end) {
      const index = this.#next++;
      const job = this.#jobs[index]!;
      this.#running.set(member, index);
      const started = this.#options.clock();
      const asked = { seed: job.seed, ...(job.record === undefined ? {} : { record: job.record }) };
      const reply = await member.ask(job.cell === cell ? asked : { cell: job.cell, ...asked });
      const seconds = this.#options.clock() - started;
      this.#running.delete(member);
      cell = job.cell;
      if (index >= this.#end) return;
      if (reply.kind === 'done') this.#finish(index, reply, seconds);
      else this.#stop(index, explain(job, reply));
    }
  }

  interrupt(): void {
    this.#stop(0, [{ code: 'interrupted', message: 'The experiment was interrupted: no results were written.' }]);
  }

  outcome(): Result<readonly Done[]> {
    if (this.#failures.length > 0) return failed(...this.#failures);
    return success(this.#done.map((done) => done!));
  }

  #finish(index: number, { result, series, record }: JobReply & { kind: 'done' }, seconds: number): void {
    this.#done[index] = { result, ...(series && { series }), ...(record && { record }), seconds };
    this.#finished += 1;
    this.#options.onResult?.(this.#jobs[index]!, this.#done[index]);
    this.#options.onDone?.(this.#jobs[index]!, this.#finished);
  }

  /** Earlier jobs run on: one of them may fail as well, and then that is the failure to report. */
  #stop(index: number, failures: readonly Failure[]): void {
    this.#end = index;
    this.#failures = failures;
    for (const member of this.#crew) {
      if ((this.#running.get(member) ?? -1) >= index) void member.dismiss();
    }
  }
}

function explain(job: Job, reply: Exclude<JobReply, { kind: 'done' }>): readonly Failure[] {
  const where = nameOf(job);
  const hint = `Repeat it with --seed ${job.seed}.`;
  switch (reply.kind) {
    case 'failed':
      return reply.failures.map((failure) => ({ ...failure, message: `${where}: ${failure.message}` }));
    case 'bug':
      return [
        {
          code: 'internal-bug',
          message: `The simulator broke a rule of its own in ${where}.`,
          got: reply.report,
          hint,
        },
      ];
    case 'died':
      return reply.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? [{ code: 'out-of-memory', message: `A worker ran out of memory in ${where}.`, hint: MEMORY }]
        : [{ code: 'worker-died', message: `A worker stopped in ${where}.`, got: reply.report, hint }];
  }
}

const MEMORY =
  'Give each worker more with NODE_OPTIONS=--max-old-space-size=MEBIBYTES, or run a smaller scenario or fewer workers.';
