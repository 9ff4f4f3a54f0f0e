// The two sides of every actor: a Party reacts to one input at a time; its Host is all it can ask of the world.
// A party never awaits and never asks what time it is elsewhere than here, so the same class runs on a virtual
// clock and on a wall clock.

import type { Instant, PartyId, TimerHandle, WorkId } from '../foundation/index.ts';
import type { FactCode, FactOf } from './facts.ts';
import type { Message, SignedMessage } from './message.ts';
import type { Signature } from './messages.ts';
import type { Telemetry } from './telemetry.ts';
import type { Claimed, Trace } from './trace.ts';
import type { Work, WorkResult } from './work.ts';

/** A stream of random numbers that one long-lived entity owns. A CSPRNG in live use. */
export interface Random {
  /** 53 random bits in the open interval (0, 1). */
  uniform(): number;
  /** 32 random bits as an unsigned integer. */
  bits(): number;
  /** A uniform integer from 0 to n - 1. */
  below(n: number): number;
}

export interface Host {
  readonly self: PartyId;
  readonly random: Random;
  /** Party-local and monotonic: the clocks of two parties may drift apart. */
  now(): Instant;
  send(to: PartyId, message: Message): void;
  wakeAt(at: Instant, kind: number, key: number): TimerHandle;
  /** Does nothing if the timer has fired or was cancelled. */
  cancel(timer: TimerHandle): void;
  request(work: Work): WorkId;
  abort(work: WorkId): void;
  /** The states that an execution which it claimed went through. They are kept at the cuts while it runs. */
  trace(claimed: Claimed): Trace;
  /** Adds a record to the party's durable log; a restarted party gets the log back in `start`. False if there is no room. */
  append(record: Uint8Array): boolean;
  /** Replaces the durable log. */
  checkpoint(records: readonly Uint8Array[]): void;
  sense(): Telemetry;
  sign(message: SignedMessage): Signature;
  verify(by: PartyId, message: SignedMessage): boolean;
  /** Records a domain fact; the host stamps it with the true time and this party. */
  record<K extends FactCode>(code: K, fact: FactOf<K>): void;
}

export interface Party {
  /** First input. `recovered` is the durable log of an earlier life of this party, oldest first; empty at birth.
   * Its last record may have been cut short. */
  start(recovered: readonly Uint8Array[]): void;
  receive(from: PartyId, message: Message): void;
  wake(kind: number, key: number): void;
  completed(work: WorkId, result: WorkResult): void;
}
