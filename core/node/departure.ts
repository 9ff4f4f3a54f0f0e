// How a node leaves: it says so until it is answered. It still ends what it has begun, and answers for what it claimed.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Host, Message } from '../protocol/index.ts';

/** Timer kind. */
const LEAVE = 2;

export class Departure {
  private readonly host: Host;
  private readonly coordinator: PartyId;
  private readonly epoch: number;
  private isAsking = false;

  constructor(host: Host, coordinator: PartyId, epoch: number) {
    this.host = host;
    this.coordinator = coordinator;
    this.epoch = epoch;
  }

  /** `at`: by the node's clock; undefined for never. */
  plan(at: Instant | undefined): void {
    const now = this.host.now();
    if (at !== undefined) this.host.wakeAt(now > at ? now : at, LEAVE, 0);
  }

  wake(kind: number): void {
    if (kind !== LEAVE) return;
    this.isAsking = true;
    this.ask();
  }

  /** With each heartbeat. */
  ask(): void {
    if (this.isAsking) this.host.send(this.coordinator, { type: 'leave', epoch: this.epoch });
  }

  receive(message: Message): void {
    if (message.type === 'leaving') this.isAsking = false;
  }
}
