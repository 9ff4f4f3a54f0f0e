// Executions that go from cut to cut and can be taken up at each: what real traces are made of.

import { claimOf, type Execution, type ExecutionLimits } from '../execution/index.ts';
import { bytesOfHex, sha256 } from '../foundation/index.ts';
import type { ProgramContents } from '../protocol/index.ts';
import { same } from './machine.ts';

const HASH = 32;

/** One execution on its way. */
export interface Course {
  /** As it is now: who writes to it makes another execution of this one. */
  readonly memory: Uint8Array;
  /** The claim that it has ended with, in hex; undefined while it runs, and if nobody makes a claim of such an end. */
  readonly claim: string | undefined;
  /** Goes on by a segment; by the last one to its end. */
  advance(isLast: boolean): void;
  /** 32 bytes that commit to everything that decides how it goes on. */
  state(): Uint8Array;
  /** With which somebody else can execute the segment that begins here. */
  evidence(isLast: boolean): Uint8Array;
}

/** A program on an input, for one rule of where its executions are cut. */
export interface Executable {
  /** The state before anything was executed. */
  readonly first: Uint8Array;
  begin(): Course;
  /** The state after the segment that begins with this one. Undefined if the evidence is not of it. Total. */
  again(state: Uint8Array, evidence: Uint8Array, isLast: boolean): Uint8Array | undefined;
}

/** The first byte of all evidence. */
export const SHOWN = { ended: 0, running: 1 } as const;

/** The state of an execution that has ended: it stays so to the last cut. */
export const endedState = (claim: Uint8Array): Uint8Array => hashOf('ended', claim);

/** The same of a claim in hex, or of an end that nobody makes a claim of. */
export const endOf = (claim: string | undefined): Uint8Array => endedState(claimBytes(claim));

export const evidenceOfEnd = (claim: string | undefined): Uint8Array =>
  Uint8Array.of(SHOWN.ended, ...claimBytes(claim));

/** Whether the evidence shows that this is the state of an end. */
export const isEnd = (state: Uint8Array, evidence: Uint8Array): boolean =>
  evidence[0] === SHOWN.ended && same(endedState(evidence.subarray(1)), state);

/** The claim that a node makes of a run of a task. */
export function claimOfTask(
  { module, input }: ProgramContents,
  limits: ExecutionLimits,
  ended: Pick<Execution, 'outcome' | 'gas' | 'output'>,
): string | undefined {
  return claimOf({ module: bytesOfHex(module.digest)!, input: bytesOfHex(input.digest)!, abi: 'task', limits }, ended);
}

const claimBytes = (claim: string | undefined): Uint8Array =>
  claim === undefined ? new Uint8Array(HASH) : bytesOfHex(claim)!;

/** Parts have fixed lengths, but for the last. */
export function hashOf(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(joined(`ambient/state/${label}/`, parts));
}

const utf8 = new TextEncoder();

function joined(text: string, parts: readonly Uint8Array[]): Uint8Array {
  const head = utf8.encode(text);
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, head.length));
  all.set(head);
  let at = head.length;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
