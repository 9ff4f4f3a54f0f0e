// An execution as a chain of states, cut into segments, and what its node commits to.

import type { PartyId, TaskId } from '../foundation/index.ts';
import type { Digest } from './content.ts';
import type { ModelledWork } from './work.ts';

/** That a piece of work comes to this output. Its trace has the cuts 0 to `segments`: start, end, and between them. */
export interface Claimed {
  readonly task: TaskId;
  readonly work: ModelledWork;
  readonly output: number;
  readonly segments: number;
}

/** The state at a cut, and the path that leads from it to the root of its trace. */
export interface Opening {
  readonly state: Uint8Array;
  readonly path: Uint8Array;
}

export interface Trace {
  /** What it comes to. */
  readonly output: number;
  /** Commits to the state at every cut. */
  readonly root: Digest;
  opening(cut: number): Opening;
  /** What has to be known of the memory at a cut to execute the segment that begins there. */
  evidence(cut: number): Uint8Array;
  /** That the claim is true, by this node. The time that it takes is part of the work that was ordered. */
  proof(prover: PartyId): Uint8Array;
}
