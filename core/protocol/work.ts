// Long work that a party asks of its host, and what comes of it.

import type { Duration, Gas, TaskId } from '../foundation/index.ts';
import type { Content, Digest } from './content.ts';

/**
 * How much computing a modelled task takes. `time` is the same on every device; `gas` is divided by its speed.
 * `source` tells the executing host which distribution a copy of its own is drawn from when `independent`.
 */
export interface ModelledWork {
  readonly unit: 'time' | 'gas';
  /** Microseconds or gas. */
  readonly amount: number;
  readonly source: number;
  readonly independent: boolean;
  /** What is run in truth. `amount` is then the gas that its client expects it to take. */
  readonly program?: Program;
  /** Its execution is to be proven, by whoever runs it. */
  readonly proof?: ProofOrder;
}

export interface ProofOrder {
  readonly segments: number;
  /** That proving one of them takes. */
  readonly gas: number;
  /** So that a proof is of use for one order. */
  readonly nonce: number;
}

/** A module and its input by their hashes, and the limits (of core/execution) that a run of it is held to. */
export interface Program {
  readonly module: Digest;
  readonly input: Digest;
  readonly limits: LimitPreset;
  /** It works on the input and, behind it, the data that the node itself has. */
  readonly own?: OwnData;
}

/** Tasks of one client and round go to different nodes. */
export interface OwnData {
  readonly round: number;
}

export const limitPresetNames = ['strict', 'default', 'relaxed'] as const;
export type LimitPreset = (typeof limitPresetNames)[number];

/** The bytes that a program names. */
export interface ProgramContents {
  readonly module: Content;
  readonly input: Content;
}

/** What a task of a job waits for: the output of another, which has to be moved unless both run on one node. */
export interface JobInput {
  /** The place of that task in the job. */
  readonly from: number;
  /** Microseconds on the way between any two nodes, as the job says; 0 if it says bytes. */
  readonly time: number;
  readonly bytes: number;
}

/** Long work that a party hands to its host. */
export interface Work {
  readonly kind: 'execute';
  readonly task: TaskId;
  readonly copy: number;
  readonly work: ModelledWork;
  /** Of its program, if it has one. */
  readonly contents?: ProgramContents;
}

/** How an execution can end, in the order of the numbers in a claim (core/execution): append only. */
export const outcomes = [
  'ok',
  'load',
  'instantiate',
  'no-function',
  'timeout',
  'memory',
  'stack',
  'gas',
  'bad-input',
  'bad-output',
  'trap',
  'security',
  'nondeterminism',
  'unknown',
] as const;

export type Outcome = (typeof outcomes)[number];

/** What a program came to. */
export interface Answer {
  readonly gas: Gas;
  readonly output: Uint8Array;
  /** The claim that binds module, input, limits, outcome, gas and output. */
  readonly executionHash: Digest;
}

/** 52 bits of a claim are enough to tell results apart. */
const HEX_DIGITS = 13;

/** The number that stands for the result of a program: equal claims give equal numbers. */
export const outputOfClaim = (executionHash: Digest): number => Number.parseInt(executionHash.slice(0, HEX_DIGITS), 16);

/** What came of it. `output` stands for the digest of the result: equal numbers mean equal results. */
export interface WorkResult {
  readonly task: TaskId;
  readonly copy: number;
  readonly outcome: Outcome;
  readonly gas: Gas;
  readonly elapsed: Duration;
  readonly output: number;
  /** Of a program. */
  readonly answer?: Answer | undefined;
  /** That it was held to. */
  readonly limits?: LimitPreset;
}
