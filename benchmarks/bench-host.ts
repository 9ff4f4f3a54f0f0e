// A host on the real clock for one party: it signs for real, keeps nothing, and counts what the party sends.

import type { Instant, PartyId, TimerHandle, WorkId } from '../core/foundation/index.ts';
import { bitRate, bytes, celsius, keyPairFrom, violated, watts } from '../core/foundation/index.ts';
import type { Host, Signature, SignedMessage, Telemetry, Trace } from '../core/protocol/index.ts';
import { signingBytes } from '../core/protocol/index.ts';
import type { Stream } from '../sim/kernel/index.ts';
import { openStream } from '../sim/kernel/index.ts';

export const TELEMETRY: Telemetry = {
  power: watts(8),
  heatRecovered: watts(0),
  temperature: celsius(48),
  ambient: celsius(22),
  carbonIntensity: 381,
  gflops: 35,
  cpu: 0.4,
  gpu: 0,
  npu: 0,
  memoryFree: bytes(4e9),
  up: bitRate(40e6),
  down: bitRate(100e6),
};

export class BenchHost implements Host {
  readonly self: PartyId;
  readonly random: Stream;
  sent = 0;
  lastSentAt = 0n;
  private readonly keys = keyPairFrom(new Uint8Array(32).fill(7));
  private handles = 0;

  constructor(self: PartyId) {
    this.self = self;
    this.random = openStream(1, `bench/${self}`);
  }

  now(): Instant {
    return Math.round(performance.now() * 1_000) as Instant;
  }
  send(): void {
    this.sent++;
    this.lastSentAt = process.hrtime.bigint();
  }
  wakeAt(): TimerHandle {
    return this.handles++ as TimerHandle;
  }
  cancel(): void {
    // Timers never fire here.
  }
  request(): WorkId {
    return this.handles++ as WorkId;
  }
  abort(): void {
    // Nothing runs.
  }
  trace(): Trace {
    return violated('nobody asks for traces here', {});
  }
  append(): boolean {
    return true;
  }
  checkpoint(): void {
    // Nothing is kept.
  }
  sense(): Telemetry {
    return TELEMETRY;
  }
  sign(message: SignedMessage): Signature {
    return this.keys.sign(signingBytes(message));
  }
  verify(): boolean {
    return true;
  }
  record(): void {
    // Nobody watches.
  }
}
