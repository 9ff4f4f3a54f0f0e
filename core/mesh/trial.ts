// The claim of a task on its way to be accepted, and what it waits for.

import type { Instant, PartyId, TimerHandle } from '../foundation/index.ts';
import { NO_TIMER } from '../foundation/index.ts';
import type { Claimed, Defeat, Digest, ModelledWork, SegmentMessage, Testimony } from '../protocol/index.ts';
import type { Dispute } from '../verification/index.ts';
import type { Heard, OpenTask } from './open-task.ts';

export class Trial {
  readonly task: OpenTask;
  readonly prover: Heard;
  readonly claimed: Claimed;
  /** `execution`: the referee is at it. */
  phase: 'commitment' | 'draws' | 'window' | 'dispute' | 'execution' = 'commitment';
  root: Digest | undefined;
  /** Segments that were drawn, and not shown yet. */
  readonly drawn: Set<number> = new Set<number>();
  /** Segments that were shown before the referee had what it takes to execute them, by cut. */
  readonly early: Map<number, SegmentMessage> = new Map<number, SegmentMessage>();
  /** What the draws have shown. */
  verdict: Defeat | undefined;
  /** When the claim cannot be challenged any more. */
  closes: Instant = 0 as Instant;
  dispute: Dispute | undefined;
  challenger: Heard | undefined;
  timer: TimerHandle = NO_TIMER;

  constructor(task: OpenTask, prover: Heard, work: ModelledWork, segments: number) {
    this.task = task;
    this.prover = prover;
    this.claimed = { task: task.task, work, output: prover.output, segments };
  }

  /** Whether this segment was asked for, and is not here yet. */
  awaits(cut: number): boolean {
    const ask = this.dispute?.ask;
    return this.phase === 'draws' ? this.drawn.has(cut) : ask?.kind === 'segment' && ask.cut === cut;
  }

  /** Whether the one who says so is the one who may. */
  isAsked(from: PartyId, { copy, type }: Testimony): boolean {
    const of = type === 'agreement' ? this.challenger : this.prover;
    return of !== undefined && of.node === from && of.copy === copy;
  }
}
