// A host that hands everything on to another: what stands between a party and its host changes the rest.

import type { Instant, PartyId, TimerHandle, WorkId } from '../foundation/index.ts';
import type { FactCode, FactOf } from './facts.ts';
import type { Host, Random } from './host.ts';
import type { Message, SignedMessage } from './message.ts';
import type { Signature } from './messages.ts';
import type { Telemetry } from './telemetry.ts';
import type { Claimed, Trace } from './trace.ts';
import type { Work } from './work.ts';

export class Relay implements Host {
  readonly self: PartyId;
  readonly random: Random;
  protected readonly host: Host;

  constructor(host: Host) {
    this.host = host;
    this.self = host.self;
    this.random = host.random;
  }

  now(): Instant {
    return this.host.now();
  }

  send(to: PartyId, message: Message): void {
    this.host.send(to, message);
  }

  wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    return this.host.wakeAt(at, kind, key);
  }

  cancel(timer: TimerHandle): void {
    this.host.cancel(timer);
  }

  request(work: Work): WorkId {
    return this.host.request(work);
  }

  abort(work: WorkId): void {
    this.host.abort(work);
  }

  trace(claimed: Claimed): Trace {
    return this.host.trace(claimed);
  }

  append(record: Uint8Array): boolean {
    return this.host.append(record);
  }

  checkpoint(records: readonly Uint8Array[]): void {
    this.host.checkpoint(records);
  }

  sense(): Telemetry {
    return this.host.sense();
  }

  sign(message: SignedMessage): Signature {
    return this.host.sign(message);
  }

  verify(by: PartyId, message: SignedMessage): boolean {
    return this.host.verify(by, message);
  }

  record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    this.host.record(code, fact);
  }
}
