// The order as one member knows it: places that are open, what was decided, and checkpoints that let it forget.

import { sha256Hex } from '../foundation/index.ts';
import type { Ballot, Decided, Digest, Prepared, ViewChange } from '../protocol/index.ts';
import { quorumOf } from './quorum.ts';
import { digestOf, Slot } from './slot.ts';

/** Decided entries that are kept for members that are behind: one that was away for longer stays behind. */
const KEPT_MOST = 65_536;

/** How far ahead of the last checkpoint entries may be. */
const WINDOW = 256;
const CHECKPOINT_EVERY = 32;

export class Order {
  /** The last place that was executed. */
  executed = 0;
  /** The last place up to which a quorum has executed, and the ballots that prove it. */
  stable = 0;
  proof: readonly Ballot[] = [];
  private readonly members: number;
  private readonly slots: Map<number, Slot> = new Map<number, Slot>();
  private readonly log: Map<number, Decided> = new Map<number, Decided>();
  /** By place, then by member. */
  private readonly checkpoints: Map<number, (Ballot | undefined)[]> = new Map<number, (Ballot | undefined)[]>();
  /** By member: the last place that it has executed, as far as it said. */
  private readonly reached: number[];
  private oldest = 1;
  private history: Digest = sha256Hex('') as Digest;

  constructor(members: number) {
    this.members = members;
    this.reached = Array.from({ length: members }, () => 0);
  }

  at(sequence: number): Slot | undefined {
    return this.slots.get(sequence);
  }

  slot(sequence: number): Slot {
    const known = this.slots.get(sequence);
    if (known !== undefined) return known;
    const fresh = new Slot(this.members);
    this.slots.set(sequence, fresh);
    return fresh;
  }

  /** The next entry, if it was decided: taken as executed. */
  next(): Decided | undefined {
    const slot = this.slots.get(this.executed + 1);
    const commits = slot?.committed();
    if (commits === undefined) return undefined;
    this.executed++;
    return { sequence: this.executed, entry: slot!.proposal!.entry, commits };
  }

  /** The same, as others have it. */
  skip(sequence: number): void {
    this.executed = sequence;
  }

  /** Takes down what was executed. Where a checkpoint is due, what all entries so far come to. */
  keep(decided: Decided): Digest | undefined {
    const { sequence, entry } = decided;
    this.log.set(sequence, decided);
    this.forget();
    this.history = sha256Hex(this.history + digestOf(entry)) as Digest;
    return sequence % CHECKPOINT_EVERY === 0 ? this.history : undefined;
  }

  kept(from: number, most: number): Decided[] {
    const found: Decided[] = [];
    for (let at = from; found.length < most; at++) {
      const decided = this.log.get(at);
      if (decided === undefined) break;
      found.push(decided);
    }
    return found;
  }

  /** What was prepared and is not under a checkpoint. */
  prepared(): Prepared[] {
    return [...this.slots.entries()]
      .filter(([sequence, { certificate }]) => sequence > this.stable && certificate !== undefined)
      .sort(([a], [b]) => a - b)
      .map(([, { certificate }]) => certificate!);
  }

  /** True if it makes a later place stable. */
  checkpoint(ballot: Ballot): boolean {
    const { sequence, member, digest } = ballot;
    this.reached[member] = Math.max(this.reached[member]!, sequence);
    this.forget();
    if (sequence <= this.stable) return false;
    const ballots = this.checkpoints.get(sequence) ?? [];
    ballots[member] ??= ballot;
    this.checkpoints.set(sequence, ballots);
    const same = ballots.filter((other) => other?.digest === digest) as Ballot[];
    if (same.length < quorumOf(this.members)) return false;
    this.advanceTo(sequence, same);
    return true;
  }

  /** Not under the last checkpoint, and not far ahead of it. */
  within(sequence: number): boolean {
    return sequence > this.stable && sequence <= this.stable + WINDOW;
  }

  /** As far as one of these proves. Returns how far that is. */
  advanceWith(changes: readonly ViewChange[]): number {
    const stable = Math.max(...changes.map((change) => change.stable));
    this.advanceTo(stable, changes.find((change) => change.stable === stable)!.proof);
    return stable;
  }

  private advanceTo(stable: number, proof: readonly Ballot[]): void {
    if (stable <= this.stable) return;
    this.stable = stable;
    this.proof = proof;
    for (const sequence of [...this.slots.keys()])
      if (sequence <= stable && sequence <= this.executed) this.slots.delete(sequence);
    for (const sequence of [...this.checkpoints.keys()]) if (sequence <= stable) this.checkpoints.delete(sequence);
  }

  /** What every member has executed, nobody will ask for. */
  private forget(): void {
    const all = Math.max(Math.min(...this.reached), this.executed - KEPT_MOST);
    for (; this.oldest <= all && this.oldest <= this.stable; this.oldest++) this.log.delete(this.oldest);
  }
}
