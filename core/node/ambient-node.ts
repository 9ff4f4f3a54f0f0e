// AmbientNode: registers, reports its telemetry, queues what it is assigned, executes it and returns the results.

import type { Bytes, Duration, Gas, Instant, PartyId, TaskId, WorkId } from '../foundation/index.ts';
import { between, later, NO_WORK } from '../foundation/index.ts';
import type {
  Assign,
  AssignAfter,
  Cancel,
  Capabilities,
  Content,
  Digest,
  Fetch,
  Host,
  Message,
  Outcome,
  Party,
  Probe,
  Program,
  ProgramContents,
  Transfer,
  Work,
  WorkResult,
} from '../protocol/index.ts';
import { EXECUTION_ABORTED, EXECUTION_FINISHED, EXECUTION_STARTED, signed, UNSIGNED } from '../protocol/index.ts';
import { Assignments } from './assignments.ts';
import { Contents } from './contents.ts';
import { Departure } from './departure.ts';
import type { Occupied, Waiting } from './execution-queue.ts';
import { ExecutionQueue } from './execution-queue.ts';
import { InputBuffer } from './input-buffer.ts';
import { Journal } from './journal.ts';
import type { SafetyLimits } from './safety.ts';
import { SafetyMode } from './safety.ts';
import { testify } from './testimony.ts';

const HEARTBEAT = 1;
/** The part of its memory in which a node keeps modules and inputs. */
const ROOM_FOR_CONTENTS = 1 / 8;

export interface NodeSettings {
  readonly coordinator: PartyId;
  readonly capabilities: Capabilities;
  /** Which life of this node it is; the first is 0. */
  readonly epoch: number;
  readonly heartbeat: Duration;
  readonly safety: SafetyLimits;
  /** Whether its queue is kept in the durable log, and survives a crash. */
  readonly durable: boolean;
  /** When it takes no more work and asks for its stake, by its own clock; absent for never. */
  readonly leavesAt?: Instant;
}

export class AmbientNode implements Party {
  private readonly host: Host;
  private readonly settings: NodeSettings;
  // Copies of what every message needs: one look less into memory for each.
  private readonly coordinator: PartyId;
  private readonly epoch: number;
  private readonly durable: boolean;
  private readonly queue: ExecutionQueue;
  private readonly inputs: InputBuffer;
  private readonly journal: Journal | undefined;
  private readonly safety: SafetyMode;
  private readonly assignments: Assignments = new Assignments();
  /** Few nodes of a simulated mesh have any. */
  private contents: Contents | undefined;
  private echo: Instant = 0 as Instant;
  private echoedAt: Instant = 0 as Instant;
  private welcomed = false;
  private readonly departure: Departure;

  constructor(host: Host, settings: NodeSettings) {
    this.host = host;
    this.settings = settings;
    this.coordinator = settings.coordinator;
    this.epoch = settings.epoch;
    this.durable = settings.durable;
    this.queue = new ExecutionQueue(settings.capabilities.slots);
    this.journal = settings.durable ? new Journal(host) : undefined;
    this.safety = new SafetyMode(settings.safety);
    const { heartbeat, capabilities } = settings;
    this.inputs = new InputBuffer(host, { heartbeat, down: capabilities.down });
    this.departure = new Departure(host, settings.coordinator, settings.epoch);
  }

  start(recovered: readonly Uint8Array[]): void {
    const { epoch, capabilities, coordinator } = this.settings;
    const queue = this.journal?.recover(recovered);
    this.host.send(coordinator, { type: 'register', epoch, resumed: queue !== undefined && epoch > 0, capabilities });
    for (const entry of queue ?? []) this.admit(this.assignments.recovered(entry));
    this.departure.plan(this.settings.leavesAt);
  }

  receive(from: PartyId, message: Message): void {
    // Whoever sends them, bytes are what their hash says.
    if (message.type === 'delivery') this.delivered(message.content);
    if (message.type === 'data' && this.inputs.arrived(from, message)) this.admitComplete();
    if (from !== this.coordinator) return;
    switch (message.type) {
      case 'assign':
      case 'assign-after':
        this.assigned(message);
        return;
      case 'transfer':
        this.hand(message);
        return;
      case 'fetch':
        this.give(message);
        return;
      case 'probe':
        this.probed(message);
        return;
      case 'cancel':
        this.cancelled(message);
        return;
      case 'welcome':
        this.welcome(message.sentAt);
        return;
      case 'ask-opening':
      case 'ask-agreement':
      case 'ask-segment':
      case 'ask-proof':
        this.host.send(from, testify(this.host, message));
        return;
      default:
        this.departure.receive(message);
    }
  }

  wake(kind: number): void {
    if (kind === HEARTBEAT) this.heartbeat();
    else this.departure.wake(kind);
  }

  completed(work: WorkId, result: WorkResult): void {
    const slot = this.queue.byWork(work);
    if (slot === undefined) return;
    const { task, copy, outcome, gas, elapsed, answer, limits } = result;
    if (outcome === 'ok') this.safety.succeeded();
    else this.safety.failed();
    const ran = answer && limits && { program: { limits, bytes: answer.output.length } };
    this.host.record(EXECUTION_FINISHED, { task, copy, outcome, gas, elapsed, ...ran });
    this.answer(result);
    this.vacate(slot);
  }

  private answer({ task, copy, outcome, elapsed, output, answer }: WorkResult): void {
    this.journal?.done(task, copy);
    const { epoch, coordinator } = this;
    this.host.send(
      coordinator,
      signed(this.host, { type: 'result', task, copy, epoch, outcome, elapsed, output, answer, signature: UNSIGNED }),
    );
  }

  private assigned(message: Assign | AssignAfter): void {
    if (!this.isForThisLife(message.epoch) || !this.host.verify(this.coordinator, message)) return;
    if (!this.assignments.isNew(message.task, message.copy)) return;
    const claim = this.queue.find(message.claim, message.copy);
    if (message.claim !== message.task) this.journal?.done(message.claim, message.copy);
    if (this.journal?.accepted(message) === false) {
      this.refuse(message, claim);
      return;
    }
    if (claim === undefined) this.admit(message);
    else if (claim.work === NO_WORK && message.type === 'assign') {
      this.queue.free(claim);
      this.begin(message);
    } else if (claim.work === NO_WORK) {
      this.admit(message);
      this.vacate(claim);
    }
  }

  /** What a crash would make it forget it does not take: another node may have room on its disk. */
  private refuse({ task, copy }: Assign | AssignAfter, claim: Occupied | undefined): void {
    this.safety.failed();
    this.answer(failing(task, copy, 'unknown'));
    if (claim?.work === NO_WORK) this.vacate(claim);
  }

  /** A copy that waits for the outputs of others takes its place in the queue when they are here. */
  private admit(entry: Waiting): void {
    if (entry.type === 'assign-after') {
      this.inputs.hold(entry);
      this.admitComplete();
    } else this.enqueue(entry);
  }

  private admitComplete(): void {
    for (const entry of this.inputs.release()) this.enqueue(entry);
  }

  /** Sends what a task here put out to where it is wanted. */
  private hand({ task, to, target, output, time, bytes }: Transfer): void {
    this.host.send(to, { type: 'data', task, target, output, time, bytes });
  }

  /** A referee wants to see what was executed here. */
  private give({ task, digest }: Fetch): void {
    const content = this.contents?.get(digest);
    if (content !== undefined) this.host.send(this.coordinator, { type: 'delivery', task, content });
  }

  private probed(message: Probe): void {
    if (!this.isForThisLife(message.epoch)) return;
    this.journal?.accepted(message);
    this.enqueue(message);
  }

  /** A queue that survived answers for its earlier lives too. */
  private isForThisLife(epoch: number): boolean {
    return this.durable ? epoch <= this.epoch : epoch === this.epoch;
  }

  private enqueue(entry: Waiting): void {
    if (!this.queue.hasRoom) this.wait(entry);
    else if (entry.type === 'probe') this.claim(entry.task, entry.copy);
    else this.begin(entry);
  }

  private wait(entry: Waiting): void {
    this.queue.push(entry);
    // What it needs can come while it waits.
    if (entry.type !== 'probe' && entry.work.program !== undefined) this.contentsOf(entry.task, entry.work.program);
  }

  private begin(message: Assign | AssignAfter): void {
    const { program } = message.work;
    if (program === undefined) {
      this.execute(message, { kind: 'execute', task: message.task, copy: message.copy, work: message.work });
      return;
    }
    const { task, copy, work } = message;
    const contents = this.contentsOf(task, program);
    if (contents === undefined) this.queue.occupy({ task, copy, work: NO_WORK, pending: message });
    else this.execute(message, { kind: 'execute', task, copy, work, contents });
  }

  private execute({ task, copy, announce }: Assign | AssignAfter, asked: Work): void {
    this.host.record(EXECUTION_STARTED, { task, copy });
    if (announce) this.host.send(this.coordinator, { type: 'started', task, copy });
    const work = this.host.request(asked);
    this.queue.occupy({ task, copy, work, pending: undefined });
  }

  private contentsOf(task: TaskId, program: Program): ProgramContents | undefined {
    const room = this.settings.capabilities.memory * ROOM_FOR_CONTENTS;
    this.contents ??= new Contents(this.host, room as Bytes);
    return this.contents.of(task, program);
  }

  private delivered(content: Content): void {
    if (this.contents?.arrived(content) !== true) return;
    for (const message of this.queue.awaiting()) {
      this.queue.free(this.queue.find(message.task, message.copy)!);
      this.begin(message);
    }
  }

  /** Copies whose client does not give what they need: another node may have more luck. */
  private giveUp(missing: readonly Digest[]): void {
    for (const { task, copy, work } of this.queue.awaiting()) {
      const { module, input } = work.program!;
      const outcome: Outcome | undefined = missing.includes(module)
        ? 'load'
        : missing.includes(input)
          ? 'bad-input'
          : undefined;
      if (outcome === undefined) continue;
      this.answer(failing(task, copy, outcome));
      this.vacate(this.queue.find(task, copy)!);
    }
  }

  /** The turn of a probe has come: its slot waits for the answer. */
  private claim(task: TaskId, copy: number): void {
    this.queue.occupy({ task, copy, work: NO_WORK, pending: undefined });
    this.host.send(this.coordinator, { type: 'claim', task, copy });
  }

  private cancelled(message: Cancel): void {
    const { task, copy } = message;
    this.journal?.done(task, copy);
    if (this.inputs.withdraw(task, copy)) {
      this.admitComplete();
      return;
    }
    const slot = this.queue.find(task, copy);
    if (slot === undefined) {
      this.queue.withdraw(task, copy);
      return;
    }
    if (slot.work !== NO_WORK) {
      this.host.abort(slot.work);
      this.host.record(EXECUTION_ABORTED, { task, copy });
    }
    this.vacate(slot);
  }

  private vacate(slot: Occupied): void {
    this.queue.free(slot);
    const next = this.queue.next();
    if (next !== undefined) this.enqueue(next);
  }

  private welcome(sentAt: Instant): void {
    this.echo = sentAt;
    this.echoedAt = this.host.now();
    if (this.welcomed) return;
    this.welcomed = true;
    // The first report is due at once; the next ones at a phase of the node's own, or a mesh would beat in step.
    this.report();
    const phase = Math.floor(this.host.random.uniform() * this.settings.heartbeat) as Duration;
    this.host.wakeAt(later(this.host.now(), phase), HEARTBEAT, 0);
  }

  private heartbeat(): void {
    this.host.wakeAt(later(this.host.now(), this.settings.heartbeat), HEARTBEAT, 0);
    this.safety.rest();
    if (this.contents !== undefined) this.giveUp(this.contents.askAgain());
    this.inputs.askAgain();
    this.report();
    this.departure.ask();
  }

  private report(): void {
    const telemetry = this.host.sense();
    this.safety.feel(telemetry.temperature);
    this.host.send(this.coordinator, {
      type: 'heartbeat',
      epoch: this.epoch,
      echo: this.echo,
      held: between(this.echoedAt, this.host.now()),
      telemetry,
      running: this.queue.running,
      queued: this.queue.queued + this.inputs.waiting,
      consecutiveErrors: this.safety.consecutiveErrors,
      safetyMode: this.safety.active,
    });
  }
}

/** Of a copy that was not run. */
const failing = (task: TaskId, copy: number, outcome: Outcome): WorkResult => {
  return { task, copy, outcome, gas: 0 as Gas, elapsed: 0 as Duration, output: 0 };
};
