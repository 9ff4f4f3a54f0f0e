// What starts an aggregator, and tells it and the submissions that a task has ended. An aggregator may have several lives:
// each goes through what the earlier ones did, and only what is new is submitted or counted.

import type { Aggregator } from '../../core/federated/index.ts';
import type { PartyId, TaskId, WorkId } from '../../core/foundation/index.ts';
import type { Client, ClientListener } from '../../core/mesh/index.ts';
import {
  AGGREGATOR_CRASHED,
  AGGREGATOR_RESTARTED,
  type Message,
  type ModelledWork,
  type Party,
  type WorkResult,
} from '../../core/protocol/index.ts';
import type { Obituary } from './outages.ts';
import type { Driver, Submissions } from './submissions.ts';

export const ofAggregators: Obituary = {
  crashed: (host, client) => host.record(AGGREGATOR_CRASHED, { client }),
  restarted: (host, client) => host.record(AGGREGATOR_RESTARTED, { client }),
};

export class AggregatorDriver implements Driver, ClientListener {
  private readonly submissions: Submissions;
  private readonly boot: (() => void) | undefined;
  private aggregator: Aggregator | undefined;
  private finished = false;
  /** What came of each request to submit, over all lives: undefined if it was too late. */
  private readonly answers: (TaskId | undefined)[] = [];
  private endings = 0;
  /** Of these, how many this life has come to. */
  private asked = 0;
  private heard = 0;

  /** `boot`: begins its first life, if it has several. */
  constructor(submissions: Submissions, boot: (() => void) | undefined) {
    this.submissions = submissions;
    this.boot = boot;
  }

  /** A new life. */
  drive(aggregator: Aggregator): void {
    this.aggregator = aggregator;
    this.asked = 0;
    this.heard = 0;
  }

  start(): void {
    if (this.boot === undefined) this.begin();
    else this.boot();
  }

  begin(): void {
    this.aggregator!.begin();
  }

  /** How an aggregator submits by its client. */
  submitter(client: Client): (work: ModelledWork, batch: number, batchIndex: number) => TaskId | undefined {
    return (work, batch, batchIndex) => this.submit(client, work, batch, batchIndex);
  }

  private submit(client: Client, work: ModelledWork, batch: number, batchIndex: number): TaskId | undefined {
    const place = this.asked++;
    if (place < this.answers.length) {
      return this.answers[place] === undefined ? undefined : client.submit(work, batch, batchIndex);
    }
    const { submissions } = this;
    this.answers.push(submissions.open ? submissions.submit(client, work, batch, batchIndex) : undefined);
    return this.answers[place];
  }

  ended(...end: Parameters<ClientListener['ended']>): void {
    this.aggregator!.ended(...end);
    if (++this.heard <= this.endings) return;
    this.endings = this.heard;
    this.submissions.ended(end[0]);
  }

  taskEnded(): void {
    // The aggregator has heard of it already.
  }

  /** It will submit no more. */
  finish(): void {
    if (!this.finished) this.submissions.exhaust();
    this.finished = true;
  }
}

/** A party that begins to aggregate when its first life does. */
export class Beginner implements Party {
  private readonly post: Party;
  private readonly begin: () => void;

  constructor(post: Party, begin: () => void) {
    this.post = post;
    this.begin = begin;
  }

  start(recovered: readonly Uint8Array[]): void {
    this.post.start(recovered);
    this.begin();
  }

  receive(from: PartyId, message: Message): void {
    this.post.receive(from, message);
  }

  wake(kind: number, key: number): void {
    this.post.wake(kind, key);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.post.completed(work, result);
  }
}
