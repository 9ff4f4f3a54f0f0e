// Nodes that go down and come back: scheduled crashes and churn. A node with two reasons to be down is down until
// both have passed.

import type { Duration, PartyId } from '../../core/foundation/index.ts';
import { NODE_CRASHED, NODE_RESTARTED } from '../../core/protocol/index.ts';
import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import type { Alternation } from './presence.ts';
import type { SimHost } from './sim-host.ts';

/** A node that can be stopped and started. */
export interface Machine {
  readonly node: PartyId;
  readonly host: SimHost;
  /** Starts a new life of the node: the one with this number, the first being 0. */
  readonly boot: (epoch: number) => void;
}

/** Says that a machine went down, or came back. */
type Tell = (host: Pick<SimHost, 'record'>, node: PartyId, recovers: boolean) => void;

/** What is said of machines of one kind. */
export interface Obituary {
  readonly crashed: Tell;
  readonly restarted: Tell;
}

const ofNodes: Obituary = {
  crashed: (host, node) => host.record(NODE_CRASHED, { node }),
  restarted: (host, node, recovers) => host.record(NODE_RESTARTED, { node, recovers }),
};

const FAIL = 0;
const REPAIR = 1;

export class Outages {
  private readonly kernel: Kernel;
  private readonly machines: readonly Machine[];
  private readonly queueSurvives: boolean;
  private readonly obituary: Obituary;
  private readonly reasons: Int32Array;
  private readonly epochs: Int32Array;
  private readonly alternations: { readonly machine: number; readonly alternation: Alternation }[] = [];

  constructor(kernel: Kernel, machines: readonly Machine[], queueSurvives: boolean, obituary: Obituary = ofNodes) {
    this.obituary = obituary;
    this.kernel = kernel;
    this.machines = machines;
    this.queueSurvives = queueSurvives;
    this.reasons = new Int32Array(machines.length);
    this.epochs = new Int32Array(machines.length);
  }

  /** One crash of the machine with this index; without `lasting`, for good. */
  schedule(machine: number, at: number, lasting: Duration | undefined): void {
    const outage: Occurrence = {
      occur: (phase) => {
        if (phase === REPAIR) {
          this.repair(machine);
          return;
        }
        this.fail(machine);
        // Not before: an outage of no length must not end before it begins, in whatever order ties are taken.
        if (lasting !== undefined) this.kernel.occurAt(at + lasting, AT_FAULT, index, REPAIR);
      },
    };
    const index = this.kernel.know(outage);
    this.kernel.occurAt(at, AT_FAULT, index, FAIL);
  }

  /** Up for a while, down for a while, as long as that goes on. Before the first life of the machine. */
  alternate(machine: number, alternation: Alternation): void {
    this.alternations.push({ machine, alternation });
    if (!alternation.startsDown) return;
    const { host, node } = this.machines[machine]!;
    if (this.reasons[machine]!++ === 0) this.obituary.crashed(host, node, this.queueSurvives);
  }

  /** The same, but from a time on, at which it is up, and only until another. */
  alternateWithin(machine: number, alternation: Alternation, from: number, until: number): void {
    let phase = REPAIR;
    const cycle: Occurrence = {
      occur: (next) => {
        if (next === FAIL) this.fail(machine);
        else if (phase === FAIL) this.repair(machine);
        phase = next;
        const { now } = this.kernel;
        if (now >= until) return;
        const ends = Math.min(now + alternation.next(next === FAIL), until);
        // At its end it is up, whatever it was.
        if (ends !== Infinity)
          this.kernel.occurAt(ends, AT_FAULT, index, next === FAIL || ends === until ? REPAIR : FAIL);
      },
    };
    const index = this.kernel.know(cycle);
    this.kernel.occurAt(from, AT_FAULT, index, REPAIR);
  }

  /** A machine stays down until it succeeds another one. Before its first life. */
  holdBack(machine: number): void {
    const { host, node } = this.machines[machine]!;
    if (this.reasons[machine]!++ === 0) this.obituary.crashed(host, node, this.queueSurvives);
    this.epochs[machine] = -1;
  }

  /** A machine goes down for good, and one that was held back comes up in its place. */
  succeed(machine: number, heir: number): void {
    this.fail(machine);
    this.repair(heir);
  }

  /** Whether a machine is up when the run begins. */
  isUp(machine: number): boolean {
    return this.reasons[machine] === 0;
  }

  /** From now on, machines come and go. */
  begin(): void {
    for (const { machine, alternation } of this.alternations) {
      const cycle: Occurrence = {
        occur: (phase) => {
          if (phase === FAIL) this.fail(machine);
          else this.repair(machine);
          this.turn(index, alternation, phase === FAIL);
        },
      };
      const index = this.kernel.know(cycle);
      this.turn(index, alternation, alternation.startsDown);
    }
  }

  /** Plans the end of the state that begins now. */
  private turn(index: number, alternation: Alternation, down: boolean): void {
    const lasts = alternation.next(down);
    if (lasts !== Infinity) this.kernel.occurAt(this.kernel.now + lasts, AT_FAULT, index, down ? REPAIR : FAIL);
  }

  private fail(machine: number): void {
    if (this.reasons[machine]!++ > 0) return;
    const { host, node } = this.machines[machine]!;
    this.obituary.crashed(host, node, this.queueSurvives);
    host.crash(this.queueSurvives);
  }

  private repair(machine: number): void {
    if (--this.reasons[machine]! > 0) return;
    const { host, node, boot } = this.machines[machine]!;
    this.obituary.restarted(host, node, this.queueSurvives);
    boot(++this.epochs[machine]!);
  }
}
