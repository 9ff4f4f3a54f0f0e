// How an execution can end.

import type { Outcome } from '../protocol/index.ts';

export { outcomes } from '../protocol/index.ts';

export type ExecutionOutcome = Outcome;

/** Faults of the machine rather than of the task: another node may end otherwise, so they are never signed. */
const infrastructure: ReadonlySet<ExecutionOutcome> = new Set(['instantiate', 'timeout', 'nondeterminism', 'unknown']);

/** Whether a node may sign it as the result of a task. */
export const isVerdict = (outcome: ExecutionOutcome): boolean => !infrastructure.has(outcome);

export interface Execution {
  readonly outcome: ExecutionOutcome;
  /** At most the limit. Straight code is charged as a whole before it runs, also where a trap cuts it short. */
  readonly gas: bigint;
  /** Empty unless the outcome is ok. */
  readonly output: Uint8Array;
  /** 16 hex digits: a hash over the blocks that ran, in their order. */
  readonly traceHash: string;
  /** For a person: why. */
  readonly detail: string;
  /** If they were asked for. */
  readonly checkpoints?: readonly Checkpoint[];
}

/** A place in a run: which two runs of one module and input pass alike. */
export interface Checkpoint {
  /** Used so far, the block that begins here included. */
  readonly gas: bigint;
  /** Over the blocks before it. */
  readonly traceHash: string;
}

/** The hash of a run of which there is no trace. */
export const NO_TRACE: string = '0'.repeat(16);

/** An end without a run, or without one that could be observed. */
export const faulted = (outcome: ExecutionOutcome, detail: string): Execution => ({
  outcome,
  detail,
  gas: 0n,
  output: new Uint8Array(0),
  traceHash: NO_TRACE,
});
