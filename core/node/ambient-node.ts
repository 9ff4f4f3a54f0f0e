// AmbientNode: registers, reports its telemetry, queues what it is assigned, executes it and returns the results.

import type { Duration, Instant, PartyId, TaskId, WorkId } from '../foundation/index.ts';
import { between, later, NO_WORK } from '../foundation/index.ts';
import type { Assign, Cancel, Capabilities, Host, Message, Party, Probe, WorkResult } from '../protocol/index.ts';
import { EXECUTION_ABORTED, EXECUTION_FINISHED, EXECUTION_STARTED, signed, UNSIGNED } from '../protocol/index.ts';
import type { Occupied, Waiting } from './execution-queue.ts';
import { ExecutionQueue } from './execution-queue.ts';
import { Journal } from './journal.ts';
import type { SafetyLimits } from './safety.ts';
import { SafetyMode } from './safety.ts';

const HEARTBEAT = 1;

export interface NodeSettings {
  readonly coordinator: PartyId;
  readonly capabilities: Capabilities;
  /** Which life of this node it is; the first is 0. */
  readonly epoch: number;
  readonly heartbeat: Duration;
  readonly safety: SafetyLimits;
  /** Whether its queue is kept in the durable log, and survives a crash. */
  readonly durable: boolean;
}

export class AmbientNode implements Party {
  private readonly host: Host;
  private readonly settings: NodeSettings;
  // Copies of what every message needs: one look less into memory for each.
  private readonly coordinator: PartyId;
  private readonly epoch: number;
  private readonly durable: boolean;
  private readonly queue: ExecutionQueue;
  private readonly journal: Journal | undefined;
  private readonly safety: SafetyMode;
  private echo: Instant = 0 as Instant;
  private echoedAt: Instant = 0 as Instant;
  private welcomed = false;

  constructor(host: Host, settings: NodeSettings) {
    this.host = host;
    this.settings = settings;
    this.coordinator = settings.coordinator;
    this.epoch = settings.epoch;
    this.durable = settings.durable;
    this.queue = new ExecutionQueue(settings.capabilities.slots);
    this.journal = settings.durable ? new Journal(host) : undefined;
    this.safety = new SafetyMode(settings.safety);
  }

  start(recovered: readonly Uint8Array[]): void {
    const { epoch, capabilities, coordinator, durable } = this.settings;
    this.host.send(coordinator, { type: 'register', epoch, resumed: durable && epoch > 0, capabilities });
    if (this.journal !== undefined) for (const entry of this.journal.recover(recovered)) this.enqueue(entry);
  }

  receive(from: PartyId, message: Message): void {
    if (from !== this.coordinator) return;
    switch (message.type) {
      case 'assign':
        this.assigned(message);
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
      default:
    }
  }

  wake(kind: number): void {
    if (kind === HEARTBEAT) this.heartbeat();
  }

  completed(work: WorkId, result: WorkResult): void {
    const slot = this.queue.byWork(work);
    if (slot === undefined) return;
    const { task, copy, outcome, elapsed, output } = result;
    if (outcome === 'ok') this.safety.succeeded();
    else this.safety.failed();
    this.host.record(EXECUTION_FINISHED, { task, copy, outcome, elapsed });
    this.journal?.done(task, copy);
    const { epoch, coordinator } = this;
    this.host.send(
      coordinator,
      signed(this.host, { type: 'result', task, copy, epoch, outcome, elapsed, output, signature: UNSIGNED }),
    );
    this.vacate(slot);
  }

  private assigned(message: Assign): void {
    if (!this.isForThisLife(message.epoch) || !this.host.verify(this.coordinator, message)) return;
    const claim = this.queue.find(message.claim, message.copy);
    if (message.claim !== message.task) this.journal?.done(message.claim, message.copy);
    this.journal?.accepted(message);
    if (claim === undefined) this.enqueue(message);
    else if (claim.work === NO_WORK) {
      this.queue.free(claim);
      this.begin(message);
    }
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
    if (!this.queue.hasRoom) this.queue.push(entry);
    else if (entry.type === 'assign') this.begin(entry);
    else this.claim(entry.task, entry.copy);
  }

  private begin(message: Assign): void {
    const { task, copy, announce } = message;
    this.host.record(EXECUTION_STARTED, { task, copy });
    if (announce) this.host.send(this.coordinator, { type: 'started', task, copy });
    const work = this.host.request({ kind: 'execute', task, copy, work: message.work });
    this.queue.occupy({ task, copy, work });
  }

  /** The turn of a probe has come: its slot waits for the answer. */
  private claim(task: TaskId, copy: number): void {
    this.queue.occupy({ task, copy, work: NO_WORK });
    this.host.send(this.coordinator, { type: 'claim', task, copy });
  }

  private cancelled(message: Cancel): void {
    const { task, copy } = message;
    this.journal?.done(task, copy);
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
    this.report();
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
      queued: this.queue.queued,
      consecutiveErrors: this.safety.consecutiveErrors,
      safetyMode: this.safety.active,
    });
  }
}
