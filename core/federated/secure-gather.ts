// The aggregator's side of a secure round: it stands before the client that submits the training tasks, takes the
// messages of members out of its post, and asks for their sum when the tasks are done.

import { type Duration, later, type PartyId, type TimerHandle, type WorkId } from '../foundation/index.ts';
import {
  type FromMember,
  type Host,
  type Message,
  type Party,
  type SecureKeys,
  sizeOf,
  type WorkResult,
} from '../protocol/index.ts';
import { meanFromGrid } from './fixed-point.ts';
import { type AggregatorStep, SecureAggregator } from './secure-aggregator.ts';
import type { SecureTerms } from './trainer.ts';

/** A timer kind that clients do not use. */
const PATIENCE = 13;
/** Below so many there is no sum that hides anybody. */
const MEMBERS_MIN = 3;

/** The mean of what trainers of a round hold and how many they are, if there is one; and the bytes that it took. */
export type Gathered = (mean: Float64Array | undefined, count: number, bytes: number) => void;

export interface Gather {
  /** Of the round whose tasks have ended; `holders` of them said that they hold an update. */
  close(round: number, holders: number, done: Gathered): void;
}

export class SecureGather implements Party, Gather {
  private readonly host: Host;
  private readonly client: Party;
  private readonly terms: SecureTerms;
  private readonly patience: Duration;
  private readonly offered: Map<PartyId, SecureKeys> = new Map<PartyId, SecureKeys>();
  private round = 0;
  private holders = Infinity;
  private done: Gathered | undefined;
  private aggregator: SecureAggregator | undefined;
  private timer: TimerHandle | undefined;
  private bytes = 0;

  /** `patience`: how long each stage waits for those that do not answer. */
  constructor(host: Host, client: Party, terms: SecureTerms, patience: Duration) {
    this.host = host;
    this.client = client;
    this.terms = terms;
    this.patience = patience;
  }

  start(recovered: readonly Uint8Array[]): void {
    this.client.start(recovered);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.client.completed(work, result);
  }

  receive(from: PartyId, message: Message): void {
    switch (message.type) {
      case 'secure-keys':
        this.bytes += sizeOf(message);
        if (message.round > this.round || this.aggregator === undefined) this.offer(from, message);
        return;
      case 'secure-shares':
      case 'secure-masked':
      case 'secure-reveal':
        this.take(from, message);
        return;
      default:
        this.client.receive(from, message);
    }
  }

  wake(kind: number, key: number): void {
    if (kind !== PATIENCE) this.client.wake(kind, key);
    else if (this.aggregator === undefined) this.begin();
    else this.step(this.aggregator.close());
  }

  close(round: number, holders: number, done: Gathered): void {
    this.round = round;
    this.holders = holders;
    this.done = done;
    if (this.count() >= holders) this.begin();
    else this.wait();
  }

  private offer(from: PartyId, keys: SecureKeys): void {
    this.offered.set(from, keys);
    if (this.done !== undefined && this.count() >= this.holders) this.begin();
  }

  /** Keys of this round. */
  private count(): number {
    let count = 0;
    for (const { round } of this.offered.values()) if (round === this.round) count++;
    return count;
  }

  private begin(): void {
    this.stopWaiting();
    const members = [...this.offered].filter(([, { round }]) => round === this.round);
    if (members.length < MEMBERS_MIN) {
      this.finish(undefined, 0);
      return;
    }
    const parties = members.map(([party]) => party);
    this.aggregator = new SecureAggregator({ ...this.terms, round: this.round }, parties, this.host.random);
    for (const [party, keys] of members) this.aggregator.receive(party, keys);
    this.step(this.aggregator.close());
  }

  private take(from: PartyId, message: FromMember): void {
    this.bytes += sizeOf(message);
    if (this.aggregator?.receive(from, message) !== true || !this.aggregator.complete) return;
    this.stopWaiting();
    this.step(this.aggregator.close());
  }

  private step(step: AggregatorStep): void {
    if ('abort' in step) this.finish(undefined, 0);
    else if ('sum' in step) {
      const { sum, included } = step;
      this.finish(meanFromGrid(sum, included.length, this.terms.grid), included.length);
    } else {
      for (const [to, message] of step.send) {
        this.bytes += sizeOf(message);
        this.host.send(to, message);
      }
      this.wait();
    }
  }

  private finish(mean: Float64Array | undefined, count: number): void {
    const { done, bytes } = this;
    this.aggregator = undefined;
    this.done = undefined;
    this.bytes = 0;
    this.offered.clear();
    done?.(mean, count, bytes);
  }

  private wait(): void {
    this.timer = this.host.wakeAt(later(this.host.now(), this.patience), PATIENCE, 0);
  }

  private stopWaiting(): void {
    if (this.timer !== undefined) this.host.cancel(this.timer);
    this.timer = undefined;
  }
}
