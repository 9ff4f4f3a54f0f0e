// MeshCoordinator: takes submissions, has them executed, judges the results, settles, and keeps watch over its nodes.
// What members must agree on goes through `MeshState.apply`; the rest is the leader's own and can be lost with it.

import type { Instant, PartyId, TaskId } from '../foundation/index.ts';
import { clientOf, IdMap, later, NO_PARTY, partyId } from '../foundation/index.ts';
import type {
  FailureReason,
  Heartbeat,
  Host,
  Job,
  Message,
  Party,
  Register,
  ResultMessage,
  Submit,
  TaskStatus,
} from '../protocol/index.ts';
import { BREAKER_CLOSED, BREAKER_OPENED, COPY_CANCELLED } from '../protocol/index.ts';
import { Fleet } from '../scheduling/index.ts';
import { acknowledge } from './acknowledge.ts';
import { CircuitBreaker } from './breaker.ts';
import type { Standing } from './command.ts';
import { type Bailiff, Court } from './court.ts';
import { Departures, UNBONDED } from './departures.ts';
import { Dispatcher, ROUND } from './dispatcher.ts';
import { Earnings } from './earnings.ts';
import { EXPIRY, Expiries } from './expiries.ts';
import { isSound, Jobs } from './jobs.ts';
import { lookOver } from './lookout.ts';
import { copiesAt, heardFrom, OpenTask } from './open-task.ts';
import { Prosecutor } from './prosecutor.ts';
import type { CoordinatorSettings } from './settings.ts';
import { isOut, MeshState } from './state.ts';
import { type Accepted, NOTHING, tell } from './tell.ts';
import { TRIAL } from './usher.ts';
import { Watch, type Watched } from './watch.ts';

const SWEEP = 3;

export class MeshCoordinator implements Party {
  private readonly host: Host;
  private readonly settings: CoordinatorSettings;
  private readonly state: MeshState;
  private readonly fleet: Fleet = new Fleet();
  private readonly breaker: CircuitBreaker;
  private readonly dispatcher: Dispatcher;
  private readonly jobs: Jobs;
  private readonly watch: Watch;
  private readonly tasks: IdMap<OpenTask> = new IdMap<OpenTask>();
  private readonly expiries: Expiries;
  private readonly prosecutor: Prosecutor;
  private readonly earnings: Earnings;
  private readonly departures: Departures;
  private readonly cancelLosers: boolean;
  /** Absent if results are taken at their word. */
  private readonly court: Court | undefined;

  constructor(host: Host, settings: CoordinatorSettings) {
    this.host = host;
    this.settings = settings;
    this.state = new MeshState(host, settings.reputation, settings.incentives?.feeMillionths);
    this.breaker = new CircuitBreaker(settings.breaker);
    this.dispatcher = new Dispatcher(host, this.state, this.fleet, this.breaker, settings.strategy, settings.queue);
    this.jobs = new Jobs(host, this.fleet, this.breaker, settings.strategy, this.dispatcher);
    this.watch = new Watch(settings.safety);
    this.prosecutor = new Prosecutor(host, this.state, (node) => {
      this.exclude(node);
      this.court?.convicted(node, heardFrom(node, this.tasks));
    });
    this.earnings = new Earnings(host, this.state, this.fleet, this.watch, settings.incentives);
    const expire = (task: TaskId): void => this.end(this.openTask(task)!, 'expired', 'expired');
    this.expiries = new Expiries(host, (task) => this.openTask(task) !== undefined, expire);
    this.court = settings.verification && new Court(host, this.fleet, settings.verification, this.bailiff());
    this.departures = new Departures(host, this.state, this.fleet, this.court?.unbonding);
    // Replicas are there to be compared.
    this.cancelLosers = this.court === undefined && (settings.strategy.cancelLosers ?? true);
  }

  start(): void {
    const at = this.host.now();
    for (const { account, amount } of this.settings.grants) this.state.apply({ kind: 'grant', at, account, amount });
    this.observeNetwork();
    this.host.wakeAt(later(at, this.settings.heartbeat), SWEEP, 0);
  }

  receive(from: PartyId, message: Message): void {
    switch (message.type) {
      case 'submit':
        this.submitted(from, message);
        return;
      case 'job':
        this.jobSubmitted(from, message);
        return;
      case 'result':
        if (this.host.verify(from, message)) this.returned(from, message);
        return;
      case 'heartbeat':
        this.heard(from, message);
        return;
      case 'claim':
        this.dispatcher.claimed(from, message.task, message.copy);
        return;
      case 'started':
        this.dispatcher.started(this.tasks.get(message.task), from, message.copy);
        return;
      case 'register':
        this.registered(from, message);
        return;
      default:
        if (this.departures.receive(from, message)) this.observeNetwork();
        this.court?.receive(from, message);
        this.earnings.receive(from, message);
        this.prosecutor.receive(message);
    }
  }

  wake(kind: number, key: number): void {
    if (kind === SWEEP) this.sweep();
    else if (kind === EXPIRY) this.expiries.wake(partyId(key));
    else if (kind === ROUND) this.dispatcher.drain();
    else if (kind === TRIAL) this.court?.wake(key as TaskId);
    else if (kind === UNBONDED) this.departures.due(partyId(key));
    else this.dispatcher.hedge(this.openTask(key));
  }

  completed(): void {
    // A coordinator asks for no work of its own.
  }

  // The life of a task

  private submitted(client: PartyId, message: Submit): void {
    const { task, batch, batchIndex } = message;
    if (clientOf(task) !== client || this.state.knows(client, task)) return;
    const open = new OpenTask(client, message, this.host.now());
    if (this.opened(open, message)) this.jobs.admit(open, batch, batchIndex);
    else this.jobs.skip(task, batch, batchIndex);
  }

  /** Takes a task in, or ends it at once if it cannot be paid for or is late already. */
  private opened(open: OpenTask, { budget, expires }: Pick<Submit, 'budget' | 'expires'>): boolean {
    const { task, client, submitted: at } = open;
    const provable = this.court?.take(open) ?? true;
    if (!this.state.apply({ kind: 'open', at, task, client, budget })) {
      open.settled = true;
      tell(this.host, client, task, 'failed', 'insufficient-funds', NOTHING);
      return false;
    }
    if (expires < at || !provable) {
      if (provable) this.end(open, 'expired', 'expired');
      else this.end(open, 'failed', 'not-provable');
      return false;
    }
    this.tasks.set(task, open);
    const until = this.earnings.until(expires);
    if (until !== Infinity) this.expiries.add(client, task, until as Instant);
    return true;
  }

  private jobSubmitted(client: PartyId, message: Job): void {
    if (!isSound(client, message) || this.state.knows(client, message.first)) return;
    const left = this.jobs.submit(client, message, (task) => this.opened(task, message));
    for (const task of left) this.end(task, 'failed', 'input-missing');
  }

  private returned(node: PartyId, message: ResultMessage): void {
    const task = this.tasks.get(message.task);
    const copy = task?.takeCopy(node, message.copy);
    this.prosecutor.hear(node, message, copy === undefined ? undefined : task?.work, this.court);
    if (task === undefined || copy === undefined) return;
    if (this.court !== undefined) this.court.hear(task, node, message);
    else if (!task.settled) this.judge(task, node, message);
    this.forget(task);
    this.dispatcher.freed(task, node);
  }

  private exclude(node: PartyId): void {
    this.stand(this.watch.meet(node, this.host.now()), 'excluded');
    this.loseCopies(node, true);
  }

  /** Verification policy `none`: the first result is taken at its word. */
  private judge(task: OpenTask, node: PartyId, message: ResultMessage): void {
    const accepted = message.outcome === 'ok';
    // That a program traps is a result like any other: it would do so anywhere.
    const claimed = message.answer !== undefined;
    if (!task.excuses(node, message)) this.verdict(task.task, node, message.copy, accepted, accepted || claimed);
    // Somebody got the bytes: whoever did not is to blame.
    if (accepted)
      for (const { node: idle, number } of task.without) this.verdict(task.task, idle, number, false, false);
    if (accepted) this.settle(task, 'completed', 'none', node, message);
    else if (claimed) this.end(task, 'failed', 'outcome');
    else if (task.copies.length === 0) this.retry(task, 'outcome');
  }

  private verdict(task: TaskId, node: PartyId, copy: number, accepted: boolean, right: boolean): void {
    this.state.apply({ kind: 'verdict', at: this.host.now(), task, node, copy, accepted, right });
    this.fleet.setReputation(node, this.state.reputationOf(node));
  }

  private bailiff(): Bailiff {
    return {
      openTask: (task) => this.openTask(task),
      verdict: ({ task }, { node, copy }, accepted, right) => this.verdict(task, node, copy, accepted, right),
      complete: (task, { node, message }) => this.settle(task, 'completed', 'none', node, message),
      fail: (task, reason) => this.end(task, 'failed', reason),
      send: (task, copies) => this.dispatcher.sendMore(task, copies),
      exclude: (node) => this.exclude(node),
      epochOf: (node) => this.state.member(node)?.epoch,
      apply: (command) => {
        this.state.apply(command);
        this.fleet.setReputation(command.node, this.state.reputationOf(command.node));
      },
    };
  }

  private retry(task: OpenTask, reason: FailureReason): void {
    if (task.attempts >= this.settings.attempts) {
      this.end(task, 'failed', reason === 'outcome' ? 'outcome' : 'attempts-exhausted');
      return;
    }
    task.attempts++;
    this.host.cancel(task.hedge);
    this.dispatcher.placeAgain(task);
  }

  private openTask(task: number): OpenTask | undefined {
    const open = this.tasks.get(task);
    return open?.settled === true ? undefined : open;
  }

  private end(task: OpenTask, status: 'failed' | 'expired', reason: FailureReason): void {
    this.settle(task, status, reason, NO_PARTY, NOTHING);
    this.forget(task);
  }

  private settle(task: OpenTask, status: TaskStatus, reason: FailureReason, winner: PartyId, accepted: Accepted): void {
    task.close(this.host, status === 'completed' ? accepted.output : undefined);
    const { copy, output } = accepted;
    const due = { at: this.host.now(), copy, output, ...this.earnings.of(task, winner, accepted) };
    this.state.apply({ kind: 'settle', task: task.task, status, reason, winner, ...due });
    this.earnings.askRating(task, winner);
    tell(this.host, task.client, task.task, status, reason, accepted);
    if (status !== 'completed' || this.cancelLosers) this.dispatcher.recallAllBut(task, NO_PARTY, 0);
    for (const heir of this.jobs.ended(task, winner)) this.end(heir, 'failed', 'input-missing');
  }

  /** A task is remembered until it has ended and no copy of it is out. */
  private forget(task: OpenTask): void {
    if (task.settled && task.copies.length === 0) this.tasks.delete(task.task);
  }

  // The mesh

  private registered(node: PartyId, message: Register): void {
    const known = this.state.member(node);
    if (known !== undefined && message.epoch < known.epoch) return;
    const at = this.host.now();
    const { epoch, capabilities } = message;
    if (known?.epoch !== epoch) {
      this.state.apply({ kind: 'enrol', at, node, epoch, capabilities });
      if (this.fleet.has(node)) this.fleet.join(node, capabilities);
      if (known === undefined) this.court?.enrolled(node);
      else if (message.resumed) this.jobs.resumed(node);
      else this.loseCopies(node, false);
    }
    const watched = this.watch.meet(node, at);
    watched.offlineSince = Infinity;
    this.fleet.setReputation(node, this.state.reputationOf(node));
    this.stand(watched, watched.suspended ? 'suspended' : 'online');
    this.host.send(node, { type: 'welcome', sentAt: at });
  }

  private heard(node: PartyId, message: Heartbeat): void {
    const watched = this.watch.get(node);
    if (watched === undefined || this.state.member(node)?.epoch !== message.epoch) return;
    this.watch.hear(watched, message, this.host.now());
    acknowledge(this.host, this.fleet, watched, message, this.state.reputationOf(node));
    this.stand(watched, watched.suspended ? 'suspended' : 'online');
  }

  /** Only a node that is online is in the fleet. */
  private stand({ node }: Watched, standing: Standing): void {
    const member = this.state.member(node)!;
    if (isOut(member.standing) && (standing !== 'excluded' || member.standing === 'excluded')) return;
    if (member.standing === standing && this.fleet.has(node) === (standing === 'online')) return;
    this.state.apply({ kind: 'standing', at: this.host.now(), node, standing });
    if (standing === 'online') this.fleet.join(node, member.capabilities);
    else this.fleet.leave(node);
    this.observeNetwork();
    if (standing === 'online') this.dispatcher.drain();
  }

  private sweep(): void {
    const { heartbeat, missed, abandonAfter, patience, detection } = this.settings;
    const now = this.host.now();
    this.host.wakeAt(later(now, heartbeat), SWEEP, 0);
    for (const watched of this.watch.members) {
      if (watched.offlineSince !== Infinity || now - watched.lastHeard <= missed * heartbeat) continue;
      watched.offlineSince = now;
      this.watch.lose(watched);
      this.stand(watched, 'offline');
    }
    if (detection !== undefined) lookOver(this.host, detection, this.watch.members);
    this.observeNetwork();
    // Only now, or the tasks of one node that is gone would be tried at the next.
    for (const watched of this.watch.members) if (now - watched.offlineSince >= abandonAfter) this.abandon(watched);
    const { open } = this.breaker;
    // Whether there is a node for such tasks at all, busy or not.
    const hopeless = this.dispatcher.starved((needs) => !open && this.fleet.pool(needs, false).size > 0, now, patience);
    for (const task of [...hopeless, ...this.dispatcher.outOfNodes()]) this.end(task, 'failed', 'no-eligible-node');
    this.court?.tick(now);
    this.dispatcher.drain();
  }

  /** Gives up on an offline node: what it holds goes to others, and it is told so should it come back. */
  private abandon(watched: Watched): void {
    if (this.fleet.load(watched.node) > 0) this.loseCopies(watched.node, true);
    this.jobs.lost(watched.node);
    this.dispatcher.probesLost(watched.node, true);
  }

  /** The copies at a node will not come back: their tasks are tried elsewhere. */
  private loseCopies(node: PartyId, recall: boolean): void {
    this.jobs.lost(node);
    this.court?.gone(node);
    for (const { task, copy } of copiesAt(node, this.tasks)) {
      task.takeCopy(node, copy.number);
      if (recall) this.dispatcher.recall(task, node, copy.number);
      else {
        this.host.record(COPY_CANCELLED, { task: task.task, node, copy: copy.number });
        this.dispatcher.discount(task, node);
      }
      if (task.settled) this.forget(task);
      else if (this.court !== undefined) this.court.lost(task);
      else if (task.copies.length === 0) this.retry(task, 'none');
    }
    if (!recall) this.dispatcher.probesLost(node, false);
    this.dispatcher.drain();
  }

  private observeNetwork(): void {
    if (!this.breaker.observe(this.fleet.size, this.watch.meanLatency)) return;
    this.host.record(this.breaker.open ? BREAKER_OPENED : BREAKER_CLOSED, { peers: this.fleet.size });
    if (!this.breaker.open) this.dispatcher.drain();
  }
}
