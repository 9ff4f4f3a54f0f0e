// What a coordinator sees that is run by every member of a federation alike: the time, the chance and the inputs that
// they agreed on. What it says goes out in the name of one member.

import type { Instant, PartyId, TimerHandle, WorkId } from '../foundation/index.ts';
import { violated } from '../foundation/index.ts';
import type { FactCode, FactOf, Host, Message, PlainMessage, Random, Telemetry, Trace } from '../protocol/index.ts';
import { Relay } from '../protocol/index.ts';
import { AgreedTimers } from './agreed-timers.ts';

/** Where what members agree on is put down: with each of them the same, in the same order. */
export interface Minutes {
  record<K extends FactCode>(code: K, fact: FactOf<K>): void;
}

export interface Agreed {
  /** Of the federation as a whole. */
  readonly self: PartyId;
  /** A stream that starts alike with every member. */
  readonly random: Random;
  readonly minutes: Minutes;
}

export class AgreedHost extends Relay {
  override readonly self: PartyId;
  override readonly random: Random;
  readonly timers: AgreedTimers = new AgreedTimers();
  /** What was agreed on last. */
  time: Instant = 0 as Instant;
  private readonly minutes: Minutes;
  private readonly said: Map<PartyId, number> = new Map<PartyId, number>();
  /** While it listens to heartbeats, which members answer by themselves. */
  private mute = false;

  constructor(host: Host, { self, random, minutes }: Agreed) {
    super(host);
    this.self = self;
    this.random = random;
    this.minutes = minutes;
  }

  override now(): Instant {
    return this.time;
  }

  /** What happens in `act` happens at that instant, and is not answered. */
  silently(at: Instant, act: () => void): void {
    const { time } = this;
    this.time = at;
    this.mute = true;
    act();
    this.time = time;
    this.mute = false;
  }

  override send(to: PartyId, message: Message): void {
    if (this.mute && message.type === 'welcome') return;
    const number = (this.said.get(to) ?? 0) + 1;
    this.said.set(to, number);
    this.host.send(to, { type: 'said', number, message: message as PlainMessage });
  }

  override wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    return this.timers.set(at, kind, key);
  }

  override cancel(timer: TimerHandle): void {
    this.timers.cancel(timer);
  }

  override record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    this.minutes.record(code, fact);
  }

  override request(): WorkId {
    violated('a coordinator asks for no work', { party: this.self });
  }

  override trace(): Trace {
    violated('a coordinator has executed nothing', { party: this.self });
  }

  override sense(): Telemetry {
    violated('a coordinator has no sensors', { party: this.self });
  }
}
