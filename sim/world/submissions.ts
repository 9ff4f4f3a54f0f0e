// Drives the clients: when each submits and how much work it brings. One rule ends all workloads together, and the
// run ends with the last of their tasks.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import type { Client, ClientListener, JobContent } from '../../core/mesh/index.ts';
import type { ModelledWork } from '../../core/protocol/index.ts';
import { SUBMISSIONS_ENDED } from '../../core/protocol/index.ts';
import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_ARRIVAL, AT_COMPLETION } from '../kernel/index.ts';
import { type Cell, mean, type ResolvedWorkload } from '../scenario/cells.ts';
import type { ClosedSource, JobMaker, OpenSource } from '../workload/index.ts';
import type { OpenProgram } from './executor.ts';
import type { Recorder } from './recorder.ts';
import { Standstill } from './standstill.ts';

/** Facts of the world rather than of a party carry this. */
const WORLD = -1 as PartyId;

/** A client, and what it submits. */
export interface Submitting {
  readonly party: Client;
  readonly id: PartyId;
  readonly workload: ResolvedWorkload;
  readonly index: number;
  /** What its tasks run in truth. */
  readonly program: OpenProgram | undefined;
  /** What it submits instead of single tasks. */
  readonly jobs: JobMaker | undefined;
}

export interface Driver {
  start(): void;
  taskEnded(client: PartyId): void;
}

/** Called when nothing more will be submitted, and when all of it has ended. */
export interface Milestones {
  closed(): void;
  done(): void;
}

export class Submissions implements ClientListener, Occurrence {
  private readonly kernel: Kernel;
  private readonly recorder: Recorder;
  private readonly milestones: Milestones;
  private readonly limit: number;
  private readonly standstill: Standstill;
  private readonly drivers: Driver[] = [];
  private readonly driverOf: Driver[] = [];
  private submitted = 0;
  private endings = 0;
  private exhausted = 0;
  private closed = false;

  constructor(kernel: Kernel, recorder: Recorder, milestones: Milestones, cell: Cell) {
    const { stop } = cell;
    this.kernel = kernel;
    this.recorder = recorder;
    this.milestones = milestones;
    this.limit = stop.tasks ?? Infinity;
    this.standstill = new Standstill(kernel, cell);
    // Before the arrivals of that instant, in whatever order ties are taken.
    if (stop.after !== undefined) kernel.occurAt(stop.after, AT_COMPLETION, kernel.know(this), 0);
  }

  get open(): boolean {
    return !this.closed;
  }

  /** Why the run was given up before its end; undefined if it was not. */
  get gaveUp(): string | undefined {
    const { reason } = this.standstill;
    const tasks = `${this.submitted - this.endings} of ${this.submitted} tasks were open`;
    return reason && `the run was given up: ${reason}; ${this.closed ? tasks : `${tasks}, and more were to come`}`;
  }

  addOpen(client: Submitting, source: OpenSource): void {
    this.drive(client, new OpenDriver(this.kernel, this, brought(client, source), client.party, source));
  }

  addClosed(client: Submitting, source: ClosedSource): void {
    this.drive(client, new ClosedDriver(this.kernel, this, brought(client, source), client.party, source));
  }

  /** Something else that submits, and says by `exhaust` that it will no more. */
  add(id: PartyId, driver: Driver): void {
    this.drivers.push(driver);
    this.driverOf[id] = driver;
  }

  private drive({ id }: Submitting, driver: Driver): void {
    this.add(id, driver);
  }

  start(): void {
    for (const driver of this.drivers) driver.start();
    this.standstill.begin();
  }

  /** How many of these tasks the stop rule still allows. */
  allowed(wanted: number): number {
    return this.closed ? 0 : Math.min(wanted, this.limit - this.submitted);
  }

  submit(client: Client, work: ModelledWork, batch: number, batchIndex: number): TaskId {
    this.submitted++;
    this.standstill.moved();
    const task = client.submit(work, batch, batchIndex);
    if (this.submitted === this.limit) this.close();
    return task;
  }

  /** A job is submitted as a whole, even if it is the last and larger than the stop rule allows. */
  submitJob(client: Client, job: JobContent): void {
    this.submitted += job.tasks.length;
    this.standstill.moved();
    client.submitJob(job);
    if (this.submitted >= this.limit) this.close();
  }

  /** A driver has nothing more to submit, ever. */
  exhaust(): void {
    this.exhausted++;
    if (this.exhausted === this.drivers.length) this.close();
  }

  /** The time that the stop rule allows is over. */
  occur(): void {
    this.close();
  }

  ended(client: PartyId): void {
    this.endings++;
    this.standstill.moved();
    if (this.closed) this.stopIfDone();
    else this.driverOf[client]!.taskEnded(client);
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.recorder.record(SUBMISSIONS_ENDED, { submitted: this.submitted }, this.kernel.now, WORLD);
    this.milestones.closed();
    this.stopIfDone();
  }

  private stopIfDone(): void {
    if (this.endings < this.submitted) return;
    this.standstill.done();
    this.milestones.done();
  }
}

/** What a client brings at each arrival: single tasks of some work, or jobs. */
interface Brought {
  readonly attributes: Attributes;
  readonly jobs: JobMaker | undefined;
}

/** The work of the next task of a client. */
interface Attributes {
  next(): ModelledWork;
}

interface Source {
  amount(): number;
  pick(count: number): number;
}

const brought = (client: Submitting, source: Source): Brought => ({
  jobs: client.jobs,
  attributes:
    client.program === undefined
      ? new ModelledAttributes(client.workload, client.index, source)
      : new ProgramAttributes(client.party, client.program, client.index, source),
});

class ModelledAttributes implements Attributes {
  private readonly drawn: Source;
  private readonly unit: 'time' | 'gas';
  private readonly source: number;
  private readonly independent: boolean;
  private readonly expected: number;

  constructor(workload: ResolvedWorkload, index: number, drawn: Source) {
    this.drawn = drawn;
    this.unit = workload.work.unit;
    this.source = index;
    this.independent = workload.work.copies === 'independent';
    this.expected = Math.round(mean(workload.work.amount));
  }

  /** If copies draw their own, all that can be known beforehand is the mean. */
  next(): ModelledWork {
    const { unit, source, independent } = this;
    const drawn = this.drawn.amount();
    return { unit, amount: independent ? this.expected : drawn, source, independent };
  }
}

/** Each task takes one of the inputs at random; its client keeps the bytes ready. */
class ProgramAttributes implements Attributes {
  private readonly client: Client;
  private readonly program: OpenProgram;
  private readonly source: number;
  private readonly drawn: Source;

  constructor(client: Client, program: OpenProgram, index: number, drawn: Source) {
    this.client = client;
    this.program = program;
    this.source = index;
    this.drawn = drawn;
  }

  next(): ModelledWork {
    const { module, inputs, limits, expected } = this.program;
    const input = inputs.at(inputs.count === 1 ? 0 : this.drawn.pick(inputs.count));
    this.client.provide({ module, input });
    const program = { module: module.digest, input: input.digest, limits };
    return { unit: 'gas', amount: expected, source: this.source, independent: false, program };
  }
}

class OpenDriver implements Driver, Occurrence {
  private readonly kernel: Kernel;
  private readonly submissions: Submissions;
  private readonly brought: Brought;
  private readonly client: Client;
  private readonly source: OpenSource;
  private readonly index: number;

  constructor(kernel: Kernel, submissions: Submissions, brought: Brought, client: Client, source: OpenSource) {
    this.kernel = kernel;
    this.submissions = submissions;
    this.brought = brought;
    this.client = client;
    this.source = source;
    this.index = kernel.know(this);
  }

  start(): void {
    this.schedule();
  }

  occur(): void {
    const { client, source, submissions } = this;
    const { attributes, jobs } = this.brought;
    const size = submissions.allowed(source.batchSize());
    for (const job of jobs?.make(size) ?? []) if (submissions.open) submissions.submitJob(client, job);
    for (let i = 0; jobs === undefined && i < size && submissions.open; i++) {
      submissions.submit(client, attributes.next(), size, i);
    }
    if (submissions.open) this.schedule();
  }

  taskEnded(): void {
    // Arrivals do not wait for anything.
  }

  private schedule(): void {
    const at = this.source.next();
    if (at === Infinity) this.submissions.exhaust();
    else this.kernel.occurAt(at, AT_ARRIVAL, this.index, 0);
  }
}

class ClosedDriver implements Driver, Occurrence {
  private readonly kernel: Kernel;
  private readonly submissions: Submissions;
  private readonly brought: Brought;
  private readonly client: Client;
  private readonly source: ClosedSource;
  private readonly index: number;
  /** Tasks that the client still waits for: more than one only if it brings jobs. */
  private awaited = 0;

  constructor(kernel: Kernel, submissions: Submissions, brought: Brought, client: Client, source: ClosedSource) {
    this.kernel = kernel;
    this.submissions = submissions;
    this.brought = brought;
    this.client = client;
    this.source = source;
    this.index = kernel.know(this);
  }

  start(): void {
    this.think();
  }

  occur(): void {
    if (!this.submissions.open) return;
    const { attributes, jobs } = this.brought;
    this.awaited = 1;
    for (const job of jobs?.make(1) ?? []) {
      this.awaited = job.tasks.length;
      this.submissions.submitJob(this.client, job);
    }
    if (jobs === undefined) this.submissions.submit(this.client, attributes.next(), 1, 0);
  }

  taskEnded(): void {
    if (--this.awaited === 0) this.think();
  }

  private think(): void {
    this.kernel.occurAt(this.kernel.now + this.source.think(), AT_ARRIVAL, this.index, 0);
  }
}
