// A party that can crash and is not to forget, such as a coordinator that is alone: it writes down every input before it
// acts on it, and a new life takes in again what the earlier ones had written. What it said and recorded then is not said again. What was not written, or
// is torn off, it has never heard of.

import type { Instant, PartyId, TimerHandle } from '../foundation/index.ts';
import { NO_TIMER } from '../foundation/index.ts';
import type { FactCode, FactOf, Host, Message, Party, Random } from '../protocol/index.ts';
import { Relay } from '../protocol/index.ts';
import { AgreedTimers } from './agreed-timers.ts';
import { type Input, readInput, writeInput } from './input-log.ts';

const DUE = 1;

export class LoggedParty implements Party {
  private readonly host: Host;
  private readonly seen: LoggedHost;
  private readonly party: Party;
  private timer: TimerHandle = NO_TIMER;
  /** While a timer is set: when it is due. */
  private armedFor = Infinity;

  /** `random`: as at its first life, so that it draws again what it drew. */
  constructor(host: Host, random: Random, make: (host: Host) => Party) {
    this.host = host;
    this.seen = new LoggedHost(host, random);
    this.party = make(this.seen);
  }

  start(recovered: readonly Uint8Array[]): void {
    const inputs = recovered.map(readInput);
    // What is torn nobody acted on. It may stay for a while: a disk that is full cannot be tidied up.
    const whole = inputs.filter((input) => input !== undefined);
    if (whole.length < inputs.length) this.host.checkpoint(recovered.filter((_, at) => inputs[at] !== undefined));
    this.seen.mute = true;
    for (const input of whole) this.act(input);
    this.seen.mute = false;
    if (whole.length === 0) this.take({ kind: 'birth', at: this.host.now() });
    else this.arm();
  }

  receive(from: PartyId, message: Message): void {
    this.take({ kind: 'message', at: this.host.now(), from, message });
  }

  wake(): void {
    // What was due has come, even if its clock, put right, stands still before that.
    const at = Math.max(this.host.now(), this.armedFor) as Instant;
    this.armedFor = Infinity;
    this.take({ kind: 'time', at });
  }

  completed(): void {
    // It asks for no work.
  }

  private take(input: Input): void {
    this.host.append(writeInput(input));
    this.act(input);
    this.arm();
  }

  private act(input: Input): void {
    const { seen, party } = this;
    seen.time = Math.max(seen.time, input.at) as Instant;
    if (input.kind === 'birth') party.start([]);
    else if (input.kind === 'message') party.receive(input.from, input.message);
    else {
      const now = seen.time;
      for (let timer = seen.timers.take(now); timer !== undefined; timer = seen.timers.take(now)) {
        party.wake(timer.kind, timer.key);
      }
    }
  }

  private arm(): void {
    const { next } = this.seen.timers;
    if (next === this.armedFor) return;
    this.host.cancel(this.timer);
    this.armedFor = next;
    this.timer = next === Infinity ? NO_TIMER : this.host.wakeAt(next, DUE, 0);
  }
}

/** As the party sees its host: timers of its own, which it sets again with whatever set them. */
class LoggedHost extends Relay {
  override readonly random: Random;
  readonly timers: AgreedTimers = new AgreedTimers();
  time: Instant = 0 as Instant;
  /** While it goes through what was. */
  mute = false;

  constructor(host: Host, random: Random) {
    super(host);
    this.random = random;
  }

  override now(): Instant {
    return this.time;
  }

  override send(to: PartyId, message: Message): void {
    if (!this.mute) this.host.send(to, message);
  }

  override record<K extends FactCode>(code: K, fact: FactOf<K>): void {
    if (!this.mute) this.host.record(code, fact);
  }

  override wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    return this.timers.set(at, kind, key);
  }

  override cancel(timer: TimerHandle): void {
    this.timers.cancel(timer);
  }
}
