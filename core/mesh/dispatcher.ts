// The leader's hand: sends copies of tasks to nodes as the strategy says, and keeps what no node can take for later.

import type { Duration, Instant, PartyId, TaskId, TimerHandle } from '../foundation/index.ts';
import { later, NO_PARTY, NO_TIMER } from '../foundation/index.ts';
import type { Assign, Host, Needs } from '../protocol/index.ts';
import { COPY_CANCELLED, NO_NEEDS, signed, TASK_ASSIGNED, UNSIGNED } from '../protocol/index.ts';
import type { Fleet, Pool, Strategy } from '../scheduling/index.ts';
import type { CircuitBreaker } from './breaker.ts';
import { type JobRun, JobTable } from './job-run.ts';
import type { ProbedBatch } from './late-binding.ts';
import { LateBinding } from './late-binding.ts';
import type { OpenTask } from './open-task.ts';
import { Rounds } from './rounds.ts';
import type { MeshState } from './state.ts';
import { orderMove } from './transfers.ts';
import { WaitingRoom } from './waiting-room.ts';

/** Timer kind: send one more copy of the task that is the key. */
const HEDGE = 2;
/** Timer kind: share out what is free. */
export const ROUND = 4;
const MOMENT = 1 as Duration;

const NOBODY: readonly PartyId[] = [];

export class Dispatcher {
  private readonly waiting: WaitingRoom;
  readonly jobs: JobTable = new JobTable();
  private readonly host: Host;
  private readonly state: MeshState;
  private readonly fleet: Fleet;
  private readonly breaker: CircuitBreaker;
  private readonly strategy: Strategy;
  private readonly central: boolean;
  private readonly lateBinding: LateBinding = new LateBinding();
  private readonly rounds: Rounds = new Rounds();
  private readonly canGo: (needs: Needs) => boolean;
  private readonly share: ((task: OpenTask) => number) | undefined;
  private nextRound: TimerHandle = NO_TIMER;

  constructor(
    host: Host,
    state: MeshState,
    fleet: Fleet,
    breaker: CircuitBreaker,
    strategy: Strategy,
    queue: 'node' | 'central',
  ) {
    this.host = host;
    this.state = state;
    this.fleet = fleet;
    this.breaker = breaker;
    this.strategy = strategy;
    this.central = queue === 'central';
    this.waiting = new WaitingRoom(strategy.share !== undefined);
    const everyone = fleet.pool(NO_NEEDS, false);
    this.share = strategy.share === undefined ? undefined : (task) => strategy.share!(task, everyone);
    this.canGo = (needs) => this.pool(needs, NOBODY).size > 0;
  }

  /** Finds nodes for a new task. With late binding, for its whole batch once its last task is here. */
  admit(task: OpenTask, batch: number, batchIndex: number): void {
    this.rounds.join(task);
    if (this.strategy.probeRatio === undefined) {
      this.place(task);
      return;
    }
    this.lateBinding.gather(task, (task.task - batchIndex) as TaskId);
    this.skip(task.task, batch, batchIndex);
  }

  /** Takes note that a task which wants no node has come in its batch. */
  skip(task: TaskId, batch: number, batchIndex: number): void {
    const { probeRatio } = this.strategy;
    if (probeRatio === undefined || batchIndex < batch - 1) return;
    const complete = this.lateBinding.complete((task - batchIndex) as TaskId);
    if (complete !== undefined) this.probe(complete, Math.ceil(complete.wants * probeRatio));
  }

  /** Sends out the copies of a task, or lets it wait. */
  place(task: OpenTask): void {
    if (this.share !== undefined) this.waitForRound(task);
    else if (!this.goes(task)) this.wait(task);
  }

  /** Shares are made of what comes, and becomes free, at one instant: a moment later, when all of it is known. */
  private waitForRound(task: OpenTask): void {
    this.wait(task);
    this.announceRound();
  }

  private announceRound(): void {
    if (this.nextRound === NO_TIMER) this.nextRound = this.host.wakeAt(later(this.host.now(), MOMENT), ROUND, 0);
  }

  /** Tries a task again. In a central queue it takes the place of its age, and goes when the queue is drained. */
  placeAgain(task: OpenTask): void {
    if (this.central) this.wait(task);
    else this.place(task);
  }

  /** Sends out the copies of a task. False if none can go. */
  private goes(task: OpenTask): boolean {
    if (this.breaker.open) return false;
    const { copies = 1, hedgeAfter } = this.strategy;
    if (copies === Infinity) return this.sendToAll(task);
    if (task.wanted > 0) return this.sendWanted(task, copies);
    let sent = 0;
    while (sent < copies && this.sendCopy(task)) sent++;
    if (hedgeAfter !== undefined && sent > 0) {
      task.hedge = this.host.wakeAt(later(this.host.now(), hedgeAfter), HEDGE, task.task);
    }
    return sent > 0;
  }

  /** As many copies as a policy wants, each to another node. True once none is wanted any more. */
  private sendWanted(task: OpenTask, atLeast: number): boolean {
    if (task.made === 0) task.wanted = Math.max(task.wanted, atLeast);
    while (task.wanted > 0 && this.sendCopy(task)) task.wanted--;
    return task.wanted === 0;
  }

  /** More copies for a task whose results disagree. False if there are not so many nodes that have not seen it. */
  sendMore(task: OpenTask, copies: number): boolean {
    const waits = task.wanted > 0;
    task.wanted += copies;
    const pool = this.fleet.pool(task.needs, false, task.holders);
    // Nobody who has had a task of the same round will do, now or later.
    if (task.apart !== undefined && !pool.hasBesides(task.apart)) return false;
    if (pool.size < task.wanted) return false;
    if (!waits) this.placeAgain(task);
    return true;
  }

  /** One more copy for a task that takes long. */
  hedge(task: OpenTask | undefined): void {
    if (task !== undefined && !this.breaker.open) this.sendCopy(task);
  }

  /** Sends what waits and can go now. */
  drain(): void {
    this.nextRound = NO_TIMER;
    if (this.breaker.open) return;
    this.waiting.askAgain();
    const { canGo, share } = this;
    for (let next = this.waiting.next(canGo, share); next !== undefined; next = this.waiting.next(canGo, share)) {
      // Taken out once it has gone: a task that the strategy declines for now keeps its place.
      if (this.goes(next.first()!.task)) next.removeFirst();
      else next.declined = true;
    }
  }

  /** A copy is no longer with its node: it ended there, or is not wanted any more. */
  freed(task: OpenTask, node: PartyId): void {
    this.discount(task, node);
    if (this.share !== undefined) this.announceRound();
    else if (this.central) this.drain();
  }

  /** The same, but nothing goes to the node yet. */
  discount(task: OpenTask, node: PartyId): void {
    this.fleet.freed(node, task.estimateOn(node), task.unit, this.host.now());
    this.strategy.ended?.(task, node);
  }

  /** The tasks that have waited for a node that would do as long as `patience`. */
  starved(hasNodes: (needs: Needs) => boolean, now: Instant, patience: number): OpenTask[] {
    return this.waiting.starved(hasNodes, now, patience, this.strategy.defers === true);
  }

  /** Tasks of a round that wait though every node that may have them has had one of that round. */
  outOfNodes(): OpenTask[] {
    if (!this.rounds.any) return [];
    return this.waiting.takeWhere(({ needs, apart }) => apart !== undefined && !this.state.hasCandidate(needs, apart));
  }

  /** Of tied copies, the first to start is the one that is wanted. */
  started(task: OpenTask | undefined, node: PartyId, copy: number): void {
    if (task === undefined || task.settled || task.copies.length < 2) return;
    if (!task.copies.some((held) => held.node === node && held.number === copy)) return;
    this.recallAllBut(task, node, copy);
  }

  /** Calls a copy back. */
  recall(task: OpenTask, node: PartyId, copy: number): void {
    this.host.record(COPY_CANCELLED, { task: task.task, node, copy });
    this.host.send(node, { type: 'cancel', task: task.task, copy });
    this.freed(task, node);
  }

  /** Calls all copies of a task back but one. */
  recallAllBut(task: OpenTask, node: PartyId, copy: number): void {
    for (let i = task.copies.length - 1; i >= 0; i--) {
      const held = task.copies[i]!;
      if (held.node === node && held.number === copy) continue;
      task.takeCopy(held.node, held.number);
      this.recall(task, held.node, held.number);
    }
  }

  /**
   * The turn of a probe has come at its node. A probe is answered once, so a claim for one that is not out is of an
   * earlier life of the node, and its answer is under way.
   */
  claimed(node: PartyId, name: TaskId, number: number): void {
    const batch = this.lateBinding.get(name);
    if (batch?.takeProbe(node, number) !== true) return;
    const task = this.mayTake(node, batch) ? batch.take() : undefined;
    if (task === undefined) this.host.send(node, { type: 'cancel', task: name, copy: number });
    else this.send(task, node, number, name);
    this.probe(batch, batch.wants - batch.probes.length);
  }

  /**
   * Probes at a lost node will not come to their turn: others take their place if tasks still want a node. `recall`:
   * the node may have them still.
   */
  probesLost(node: PartyId, recall: boolean): void {
    if (this.strategy.probeRatio === undefined) return;
    for (const batch of this.lateBinding.probing(node)) {
      for (const copy of batch.takeProbes(node)) {
        if (recall) this.host.send(node, { type: 'cancel', task: batch.name, copy });
      }
      this.probe(batch, batch.wants - batch.probes.length);
    }
  }

  /** Since a probe was sent, its node may have left the fleet, or fallen short of what the tasks need. */
  private mayTake(node: PartyId, batch: ProbedBatch): boolean {
    const first = batch.unbound[0];
    return first !== undefined && !this.breaker.open && this.fleet.has(node) && this.fleet.fits(node, first.needs);
  }

  private wait(task: OpenTask): void {
    this.waiting.enter(task, this.strategy.urgency?.(task) ?? 0, this.host.now());
  }

  private pool(needs: Needs, holders: readonly PartyId[]): Pool {
    return this.fleet.pool(needs, this.central, holders);
  }

  private sendCopy(task: OpenTask): boolean {
    const pool = this.pool(task.needs, task.holders);
    if (pool.size === 0) return false;
    const node = isFirstChoice(task, pool) ? task.planned : this.strategy.choose(task, pool, this.host.now());
    if (node === undefined) return false;
    this.send(task, node, task.numbering.made++, task.task);
    return true;
  }

  private sendToAll(task: OpenTask): boolean {
    const pool = this.pool(task.needs, NOBODY);
    const nodes = Array.from({ length: pool.size }, (_, index) => pool.at(index));
    for (const node of nodes) this.send(task, node, task.numbering.made++, task.task);
    return nodes.length > 0;
  }

  private send(task: OpenTask, node: PartyId, copy: number, claim: TaskId): void {
    task.addCopy(node, copy);
    this.fleet.assigned(node, task.estimateOn(node), task.unit, this.host.now());
    this.host.record(TASK_ASSIGNED, { task: task.task, node, copy });
    const job = this.jobs.of(task);
    const assign = this.assignment(task, node, copy, claim);
    if (job?.hasInputs === true) this.sendAfter(task, job, node, assign);
    else this.host.send(node, signed(this.host, assign));
  }

  private assignment(task: OpenTask, node: PartyId, copy: number, claim: TaskId): Assign {
    return {
      type: 'assign',
      task: task.task,
      copy,
      claim,
      epoch: this.state.member(node)!.epoch,
      work: task.workOn(node),
      announce: this.strategy.tied === true,
      signature: UNSIGNED,
    };
  }

  /** A copy that needs the outputs of others, which are told to come unless they are under way. */
  private sendAfter(task: OpenTask, job: JobRun, node: PartyId, assign: Assign): void {
    const moves = job.movesTo(task.place, node);
    const inputs = moves.map(({ from: { task: of, accepted: output }, input: { time, bytes } }) => {
      return { task: of, output, time, bytes };
    });
    const order = task.planned === node ? job.name : task.task;
    this.host.send(node, signed(this.host, { ...assign, type: 'assign-after', inputs, order }));
    for (const move of job.notAhead(task.place, node, moves)) orderMove(this.host, move, node);
  }

  /** Sends probes to distinct nodes; what they cannot cover is placed, or waits, like any other task. */
  private probe(batch: ProbedBatch, count: number): void {
    const first = batch.unbound[0];
    if (first !== undefined && count > 0) this.sendProbes(batch, first, count);
    for (let excess = batch.wants - batch.probes.length; excess > 0; excess--) {
      const task = batch.take();
      if (task !== undefined) this.place(task);
    }
    this.lateBinding.close(batch);
  }

  private sendProbes(batch: ProbedBatch, first: OpenTask, count: number): void {
    const pool = this.pool(first.needs, NOBODY);
    const holders: PartyId[] = batch.probes.map((probe) => probe.node);
    const { estimate, unit, submitted, deadline } = first;
    const estimateOn = first.estimateOn.bind(first);
    const { needs } = first;
    const view = { task: batch.name, estimate, unit, estimateOn, needs, submitted, deadline, holders };
    for (let sent = 0; sent < count && pool.size > 0 && !this.breaker.open; sent++) {
      // A mesh smaller than the probes of one batch is gone round more than once.
      if (holders.length >= pool.size) holders.length = 0;
      const node = this.strategy.choose(view, pool, this.host.now());
      if (node === undefined) break;
      holders.push(node);
      const number = batch.made++;
      batch.probes.push({ node, number });
      this.host.send(node, { type: 'probe', task: batch.name, copy: number, epoch: this.state.member(node)!.epoch });
    }
  }
}

/** Whether a task goes where its plan wants it: the first time, if it may. */
function isFirstChoice({ planned, made, holders }: OpenTask, pool: Pool): boolean {
  return planned !== NO_PARTY && made === 0 && holders.length === 0 && pool.has(planned);
}
