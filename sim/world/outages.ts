// Nodes that go down and come back: scheduled crashes and churn. A node with two reasons to be down is down until
// both have passed.

import type { Duration, PartyId } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import { NODE_CRASHED, NODE_RESTARTED } from '../../core/protocol/index.ts';
import type { Kernel, Occurrence } from '../kernel/index.ts';
import { AT_FAULT } from '../kernel/index.ts';
import type { Sampler } from '../workload/index.ts';
import type { SimHost } from './sim-host.ts';

/** A node that can be stopped and started. */
export interface Machine {
  readonly node: PartyId;
  readonly host: SimHost;
  /** Starts a new life of the node: the one with this number, the first being 0. */
  readonly boot: (epoch: number) => void;
}

const FAIL = 0;
const REPAIR = 1;

export class Outages {
  private readonly kernel: Kernel;
  private readonly machines: readonly Machine[];
  private readonly queueSurvives: boolean;
  private readonly reasons: Int32Array;
  private readonly epochs: Int32Array;

  constructor(kernel: Kernel, machines: readonly Machine[], queueSurvives: boolean) {
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

  /** Churn: up for a while, down for a while, for ever. Begins up. */
  churn(machine: number, up: Sampler, down: Sampler, random: Random): void {
    const cycle: Occurrence = {
      occur: (phase) => {
        const now = this.kernel.now;
        if (phase === FAIL) {
          this.fail(machine);
          this.kernel.occurAt(now + down.whole(random), AT_FAULT, index, REPAIR);
        } else {
          this.repair(machine);
          this.kernel.occurAt(now + up.whole(random), AT_FAULT, index, FAIL);
        }
      },
    };
    const index = this.kernel.know(cycle);
    this.kernel.occurAt(this.kernel.now + up.whole(random), AT_FAULT, index, FAIL);
  }

  private fail(machine: number): void {
    if (this.reasons[machine]!++ > 0) return;
    const { host, node } = this.machines[machine]!;
    host.record(NODE_CRASHED, { node });
    host.crash(this.queueSurvives);
  }

  private repair(machine: number): void {
    if (--this.reasons[machine]! > 0) return;
    const { host, node, boot } = this.machines[machine]!;
    host.record(NODE_RESTARTED, { node });
    boot(++this.epochs[machine]!);
  }
}
