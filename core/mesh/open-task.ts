// A task between its submission and the end of its last copy, as the leading coordinator sees it.

import type { IdMap, Instant, PartyId, TaskId, TimerHandle } from '../foundation/index.ts';
import { NO_PARTY, NO_TIMER } from '../foundation/index.ts';
import type { Host, ModelledWork, Needs, ProofOrder, ResultMessage, Submit } from '../protocol/index.ts';
import type { TaskView } from '../scheduling/index.ts';
import type { Returned } from '../verification/index.ts';

/** A result that was returned. */
export interface Heard extends Returned {
  readonly message: ResultMessage;
}

export interface Copy {
  readonly node: PartyId;
  readonly number: number;
}

/** Where the numbers of copies and probes come from: no two that a node could confuse share one. */
export interface Numbering {
  /** The next number. */
  made: number;
}

export const ALONE = -1;

/** Shared by tasks without a copy: never written to. */
const NO_COPIES: Copy[] = [];
const NOTHING_HEARD: Heard[] = [];
const NOBODY: readonly PartyId[] = [];

export class OpenTask implements TaskView, Numbering {
  readonly task: TaskId;
  readonly client: PartyId;
  readonly work: ModelledWork;
  readonly estimate: number;
  readonly submitted: Instant;
  readonly deadline: number;
  readonly needs: Needs;
  /** Copies that are out with a node. */
  copies: Copy[] = NO_COPIES;
  made = 0;
  /** Its own, or that of the batch whose probes bear the name of one of its tasks. */
  numbering: Numbering = this;
  /** The first attempt counts as one. */
  attempts = 1;
  settled = false;
  /** Results returned so far, where a policy compares them. */
  heard: Heard[] = NOTHING_HEARD;
  /** Results that were thrown out before it was decided. */
  thrownOut: readonly Heard[] = NOTHING_HEARD;
  /** Nodes whose result was dismissed: they do not get it again. */
  dismissed: readonly PartyId[] = NOBODY;
  /** Who could not get the bytes that it needs, where no policy compares results: their client may be to blame. */
  without: readonly Copy[] = NO_COPIES;
  /** Copies that are still to be sent. */
  wanted = 0;
  /** What its executions are to be proven by. */
  private proof: ProofOrder | undefined;
  /** Decided, but not accepted yet. */
  held = false;
  /** The output that was accepted; NaN before. */
  accepted: number = Number.NaN;
  hedge: TimerHandle = NO_TIMER;
  /** Its place in the job that it belongs to, or ALONE. */
  place: number = ALONE;
  /** Where a plan wants it, or NO_PARTY. */
  planned: PartyId = NO_PARTY;
  /** Nodes that had a task of its round, this one's among them, if there are to be no two on one node. */
  apart: PartyId[] | undefined;
  /** Microseconds by node, if they are given node by node. */
  private readonly times: ReadonlyMap<PartyId, number> | undefined;

  constructor(
    client: PartyId,
    message: Omit<Submit, 'type' | 'batch' | 'batchIndex'>,
    received: Instant,
    times?: ReadonlyMap<PartyId, number>,
  ) {
    this.task = message.task;
    this.client = client;
    this.work = message.work;
    this.estimate = message.work.amount;
    this.submitted = received;
    this.deadline = message.deadline;
    this.needs = message.needs;
    this.times = times;
  }

  get unit(): 'time' | 'gas' {
    return this.work.unit;
  }

  estimateOn(node: PartyId): number {
    return this.times?.get(node) ?? this.estimate;
  }

  /** What a node is asked to do. */
  workOn(node: PartyId): ModelledWork {
    const work = this.times === undefined ? this.work : { ...this.work, amount: this.estimateOn(node) };
    return this.proof === undefined ? work : { ...work, proof: this.proof };
  }

  get holders(): readonly PartyId[] {
    if (this.apart !== undefined) return this.apart;
    if (this.heard.length > 0 || this.dismissed.length > 0) {
      return [...this.dismissed, ...this.copies.map(({ node }) => node), ...this.heard.map(({ node }) => node)];
    }
    return this.copies.length === 0 ? NOBODY : this.copies.map((copy) => copy.node);
  }

  /** Whether a node was given a copy; undefined if that is not known any more. */
  hasHad(node: PartyId): boolean | undefined {
    if (this.holders.includes(node) || this.thrownOut.some((result) => result.node === node)) return true;
    const known = this.copies.length + this.heard.length + this.dismissed.length + this.thrownOut.length;
    return known < this.made ? undefined : false;
  }

  /** Its results are not believed any more, though some of them may be right. */
  throwOut(): void {
    this.thrownOut = [...this.thrownOut, ...this.heard];
    this.heard.length = 0;
    this.held = false;
  }

  /** Whether a node has no result for want of its module or its input, which may be the fault of its client. */
  excuses(node: PartyId, { copy, outcome, answer }: ResultMessage): boolean {
    if (answer !== undefined || (outcome !== 'load' && outcome !== 'bad-input')) return false;
    this.without = [...this.without, { node, number: copy }];
    return true;
  }

  /** It has ended, with this output if it was completed. */
  close(host: Host, output: number | undefined): void {
    this.settled = true;
    host.cancel(this.hedge);
    if (output !== undefined) this.accepted = output;
  }

  /** A policy is to compare its results. */
  beJudged(copies: number, proof: ProofOrder | undefined): void {
    this.heard = [];
    this.wanted = copies;
    this.proof = proof;
  }

  addCopy(node: PartyId, number: number): void {
    this.apart?.push(node);
    // A literal has room for what it holds; the first push to an empty array makes room for seventeen.
    if (this.copies.length === 0) this.copies = [{ node, number }];
    else this.copies.push({ node, number });
  }

  /** Takes a copy out, or returns undefined if that copy is not out with that node. */
  takeCopy(node: PartyId, number: number): Copy | undefined {
    const { copies } = this;
    for (let i = 0; i < copies.length; i++) {
      const copy = copies[i]!;
      if (copy.node !== node || copy.number !== number) continue;
      if (copies.length === 1) this.copies = NO_COPIES;
      else copies.splice(i, 1);
      return copy;
    }
    return undefined;
  }

  copyAt(node: PartyId): Copy | undefined {
    return this.copies.find((copy) => copy.node === node);
  }
}

/** The copies that a node holds, in the order of their tasks. */
export function copiesAt(node: PartyId, tasks: IdMap<OpenTask>): readonly { task: OpenTask; copy: Copy }[] {
  const held: { task: OpenTask; copy: Copy }[] = [];
  tasks.forEach((task) => {
    const copy = task.copyAt(node);
    if (copy !== undefined) held.push({ task, copy });
  });
  return held.sort((a, b) => a.task.task - b.task.task);
}

/** The open tasks that have a result of a node, in their order. */
export function heardFrom(node: PartyId, tasks: IdMap<OpenTask>): readonly OpenTask[] {
  const open: OpenTask[] = [];
  tasks.forEach((task) => {
    if (!task.settled && task.heard.some((result) => result.node === node)) open.push(task);
  });
  return open.sort((a, b) => a.task - b.task);
}
