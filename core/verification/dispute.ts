// A dispute between who claims a result and who challenges it: bisection over the trace, refereed move by move. The
// referee does none of the work but one segment, and whoever is right and answers in time wins, whatever the other does.

import { assert } from '../foundation/index.ts';
import type { Claimed, Defeat, Digest, Opening } from '../protocol/index.ts';
import { holds, type Machine, opensAt, type SegmentShown } from './machine.ts';

export type Side = 'prover' | 'challenger';

/** Whose move it is, and what is asked. */
export type Ask =
  | { readonly kind: 'opening'; readonly of: 'prover'; readonly cut: number }
  | { readonly kind: 'agreement'; readonly of: 'challenger'; readonly cut: number; readonly state: Uint8Array }
  | { readonly kind: 'segment'; readonly of: 'prover'; readonly cut: number };

export interface Judgement {
  readonly loser: Side;
  readonly why: Defeat;
}

/**
 * Both agree on the state at `low` and differ about that at `high`, at first the start and the end. Each round the prover
 * opens the middle and the challenger says whether it agrees: after at most ceil(log2 segments) rounds one segment is
 * left, and is executed (Canetti, Riva and Rothblum, CCS 2011; Truebit). Moves that were not asked for count for nothing.
 */
export class Dispute {
  /** That were played. */
  rounds = 0;
  judgement: Judgement | undefined;
  ask: Ask;
  private readonly machine: Machine;
  private readonly claimed: Claimed;
  private readonly root: Digest;
  private low = 0;
  private high: number;

  /** The trace must have been committed to, and its last state shown to be that of the claim. */
  constructor(machine: Machine, claimed: Claimed, root: Digest) {
    assert(claimed.segments >= 1, 'a trace has a segment', { segments: claimed.segments });
    this.machine = machine;
    this.claimed = claimed;
    this.root = root;
    this.high = claimed.segments;
    this.ask = this.next();
  }

  opening(cut: number, opening: Opening): void {
    if (!this.awaits('opening', cut)) return;
    if (!opensAt(this.machine, this.claimed, this.root, cut, opening)) this.end('prover', 'bad-opening');
    else this.ask = { kind: 'agreement', of: 'challenger', cut, state: opening.state };
  }

  agreement(cut: number, agrees: boolean): void {
    if (!this.awaits('agreement', cut)) return;
    this.rounds++;
    if (agrees) this.low = cut;
    else this.high = cut;
    this.ask = this.next();
  }

  segment(cut: number, shown: SegmentShown): void {
    if (!this.awaits('segment', cut)) return;
    if (holds(this.machine, this.claimed, this.root, cut, shown)) this.end('challenger', 'false-challenge');
    else this.end('prover', 'bad-segment');
  }

  /** Whose move it is did not make it in time. */
  late(): void {
    this.end(this.ask.of, 'late');
  }

  private awaits(kind: Ask['kind'], cut: number): boolean {
    return this.judgement === undefined && this.ask.kind === kind && this.ask.cut === cut;
  }

  private next(): Ask {
    const { low, high } = this;
    if (high - low === 1) return { kind: 'segment', of: 'prover', cut: low };
    return { kind: 'opening', of: 'prover', cut: (low + high) >>> 1 };
  }

  private end(loser: Side, why: Defeat): void {
    this.judgement ??= { loser, why };
  }
}
