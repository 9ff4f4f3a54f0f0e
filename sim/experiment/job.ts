// One run of an experiment as a job for a worker thread, and what comes back of it.

import type { Failure } from '../../core/foundation/index.ts';
import type { RunRecord, RunResult } from '../results/index.ts';
import type { Cell } from '../scenario/index.ts';
import type { ProvingMeans } from './proving.ts';

/** The same for every job of a crew. */
export interface JobOptions {
  /** Passes every message through the codec. Changes no result. */
  readonly wire?: boolean;
  /** Permutes events of equal time and priority. */
  readonly shuffleTies?: number;
  /** Records of a run hold every task and execution. */
  readonly detail?: boolean;
  /** The program of a real Bitcoin node, for cells whose chain is `regtest`. Changes no result. */
  readonly bitcoind?: string;
  /** Where keys are and how many processes prove, for cells whose proofs are real. Changes no result. */
  readonly proving?: ProvingMeans;
  /** Records hold the last messages before an invariant broke. */
  readonly messages?: boolean;
  /** Also returns the latency of each task. */
  readonly series?: boolean;
}

export interface Job {
  readonly cell: Cell;
  readonly seed: number;
  /** Also returns the course of the run, for a report. */
  readonly record?: boolean;
}

export interface JobRequest {
  /** Absent if it is the same as the worker's last one: a cell may hold megabytes of trace. */
  readonly cell?: Cell;
  readonly seed: number;
  readonly record?: boolean;
}

export type JobReply =
  | { readonly kind: 'done'; readonly result: RunResult; readonly series?: Float64Array; readonly record?: RunRecord }
  /** The user can mend it. */
  | { readonly kind: 'failed'; readonly failures: readonly Failure[] }
  /** Only we can mend it. */
  | { readonly kind: 'bug'; readonly report: string }
  /** The worker is gone, and cannot say more. */
  | { readonly kind: 'died'; readonly code: string; readonly report: string };

/** Reads well in a message: `cell 3f0c2a9b11de (scheduling: power-of-d), seed 7`. */
export function nameOf({ cell, seed }: Job): string {
  const factors = Object.keys(cell.factors).map((factor) => `${factor}: ${cell.factors[factor]!}`);
  return `cell ${cell.id}${factors.length === 0 ? '' : ` (${factors.join(', ')})`}, seed ${seed}`;
}
