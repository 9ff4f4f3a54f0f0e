// What a referee knows of the machine that traces are about: enough to check one segment of one, and no more.

import type { PartyId } from '../foundation/index.ts';
import type { Answer, Claimed, Digest, ModelledWork, Opening } from '../protocol/index.ts';

/** Who stands by a claim, and what it returned. */
export interface Standing {
  readonly node: PartyId;
  readonly answer: Answer | undefined;
}

export interface Machine {
  /** The state at a cut whose claim alone fixes it, which are the first and the last; undefined at all others. */
  known(claimed: Claimed, cut: number): Uint8Array | undefined;
  /** Whether the root commits to this state at this cut. */
  opens(claimed: Claimed, root: Digest, cut: number, opening: Opening): boolean;
  /** Executes the segment after a cut; undefined if the evidence is not that of the state. `path` came with the state. */
  step(
    claimed: Claimed,
    cut: number,
    state: Uint8Array,
    evidence: Uint8Array,
    path: Uint8Array,
  ): Uint8Array | undefined;
  /** That a proof of this work has, if that is known beforehand: Infinity if it has none. */
  segmentsToProve?(work: ModelledWork): number | undefined;
  /** Whether this proves all segments of the claim, and was made by that node for that order. */
  proves(claimed: Claimed, prover: PartyId, proof: Uint8Array): boolean;
  /** Into how many segments the trace of this result is cut, `most` at most. Absent: into so many, whatever it is. */
  segmentsOf?(work: ModelledWork, answer: Answer | undefined, most: number): number;
  /** Whether what a node commits to is what it returned, and goes with what it has committed to before. */
  stands?(claimed: Claimed, by: Standing, root: Digest, last: Opening): boolean;
  /** What it has executed so far, if it executes in truth. */
  readonly executed?: { readonly gas: number; readonly examples: number };
}

export interface SegmentShown {
  readonly before: Opening;
  readonly after: Opening;
  readonly evidence: Uint8Array;
}

/** Whether the root commits to this segment, and an execution of it comes to what it says. */
export function holds(machine: Machine, claimed: Claimed, root: Digest, cut: number, shown: SegmentShown): boolean {
  const { before, after, evidence } = shown;
  if (!opensAt(machine, claimed, root, cut, before) || !opensAt(machine, claimed, root, cut + 1, after)) return false;
  const reached = machine.step(claimed, cut, before.state, evidence, before.path);
  return reached !== undefined && same(reached, after.state);
}

/** The same, where the claim may fix the state. */
export function opensAt(machine: Machine, claimed: Claimed, root: Digest, cut: number, opening: Opening): boolean {
  const known = machine.known(claimed, cut);
  if (known !== undefined && !same(known, opening.state)) return false;
  return machine.opens(claimed, root, cut, opening);
}

export const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
