// The two sides of every actor: a Party reacts to one input at a time; its Host is all it can ask of the world.
// A party never awaits and never asks what time it is elsewhere than here, so the same class runs on a virtual
// clock and on a wall clock.

import type { Bytes, BitRate, Celsius, Duration, Gas, Instant, Watts } from '../foundation/index.ts';
import type { PartyId, TaskId, TimerHandle, WorkId } from '../foundation/index.ts';
import type { FactCode, FactOf } from './facts.ts';
import type { Message, SignedMessage } from './messages.ts';

/** A stream of random numbers that one long-lived entity owns. A CSPRNG in live use. */
export interface Random {
  /** 53 random bits in the open interval (0, 1). */
  uniform(): number;
  /** 32 random bits as an unsigned integer. */
  bits(): number;
  /** A uniform integer from 0 to n - 1. */
  below(n: number): number;
}

/** What a device's own sensors say. Self-reported, so it can be forged. */
export interface Telemetry {
  readonly power: Watts;
  readonly heatRecovered: Watts;
  readonly temperature: Celsius;
  readonly ambient: Celsius;
  /** gCO2 per kWh of the grid the device hangs on. */
  readonly carbonIntensity: number;
  readonly gflops: number;
  /** 0 to 1. */
  readonly cpu: number;
  readonly gpu: number;
  readonly npu: number;
  readonly memoryFree: Bytes;
  readonly up: BitRate;
  readonly down: BitRate;
}

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
}

/** Long work that a party hands to its host. */
export interface Work {
  readonly kind: 'execute';
  readonly task: TaskId;
  readonly copy: number;
  readonly work: ModelledWork;
}

export type Outcome = 'ok' | 'trap' | 'gas' | 'memory' | 'stack' | 'timeout';

/** What came of it. `output` stands for the digest of the result: equal numbers mean equal results. */
export interface WorkResult {
  readonly task: TaskId;
  readonly copy: number;
  readonly outcome: Outcome;
  readonly gas: Gas;
  readonly elapsed: Duration;
  readonly output: number;
}

/** An opaque signature over the canonical encoding of a message. */
export type Signature = Uint8Array;

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
  /** Adds a record to the party's durable log; a restarted party gets the log back in `start`. */
  append(record: Uint8Array): void;
  /** Replaces the durable log. */
  checkpoint(records: readonly Uint8Array[]): void;
  sense(): Telemetry;
  sign(message: SignedMessage): Signature;
  verify(by: PartyId, message: SignedMessage): boolean;
  /** Records a domain fact; the host stamps it with the true time and this party. */
  record<K extends FactCode>(code: K, fact: FactOf<K>): void;
}

export interface Party {
  /** First input. `recovered` is the durable log of an earlier life of this party, oldest first; empty at birth. */
  start(recovered: readonly Uint8Array[]): void;
  receive(from: PartyId, message: Message): void;
  wake(kind: number, key: number): void;
  completed(work: WorkId, result: WorkResult): void;
}
