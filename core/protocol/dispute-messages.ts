// What is said when a claim is disputed, or to be proven.

import type { TaskId } from '../foundation/index.ts';
import type { Digest, Signature } from './content.ts';
import type { Claimed, Opening } from './trace.ts';

/** Which copy, and what was claimed for it. */
interface AboutClaim extends Claimed {
  readonly copy: number;
  readonly cut: number;
}
/** Coordinator to who claims a result: open your trace at this cut. Answered with `opening`; the first one commits. */
export interface AskOpening extends AboutClaim {
  readonly type: 'ask-opening';
}
export interface OpeningMessage extends Opening {
  readonly type: 'opening';
  readonly task: TaskId;
  readonly copy: number;
  readonly cut: number;
  readonly root: Digest;
  readonly signature: Signature;
}
/** Coordinator to who challenges one: is this the state that you had there? Answered with `agreement`. */
export interface AskAgreement extends AboutClaim {
  readonly type: 'ask-agreement';
  readonly state: Uint8Array;
}
export interface Agreement {
  readonly type: 'agreement';
  readonly task: TaskId;
  readonly copy: number;
  readonly cut: number;
  readonly agrees: boolean;
  readonly signature: Signature;
}
/** Coordinator to who claims a result: give me the segment after this cut, so that I can execute it. */
export interface AskSegment extends AboutClaim {
  readonly type: 'ask-segment';
}
export interface SegmentMessage {
  readonly type: 'segment';
  readonly task: TaskId;
  readonly copy: number;
  readonly cut: number;
  readonly before: Opening;
  readonly after: Opening;
  readonly evidence: Uint8Array;
  readonly signature: Signature;
}

/** Coordinator to who was to prove a result: give me the proof. Answered with `proof`. */
export interface AskProof extends Claimed {
  readonly type: 'ask-proof';
  readonly copy: number;
}
export interface ProofMessage {
  readonly type: 'proof';
  readonly task: TaskId;
  readonly copy: number;
  readonly proof: Uint8Array;
  readonly signature: Signature;
}

export type Testimony = OpeningMessage | Agreement | SegmentMessage | ProofMessage;
/** What it is asked of one. */
export type Question = AskOpening | AskAgreement | AskSegment | AskProof;
