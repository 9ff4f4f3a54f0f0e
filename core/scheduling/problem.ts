// A job and the machines for it, as the planning strategies of the literature know them: execution times by task and
// machine, communication times by edge. A machine is one slot; the slots of a node share its memory.

import { BITS_PER_BYTE, type Instant, MICROSECONDS_PER_SECOND, type PartyId } from '../foundation/index.ts';
import type { JobInput } from '../protocol/index.ts';
import type { Horizon } from './horizon.ts';
import type { Pool } from './pool.ts';
import type { JobView, TaskView } from './strategy.ts';

export interface Output {
  readonly to: number;
  readonly input: JobInput;
}

export class Problem {
  readonly size: number;
  /** In ascending order: that of the scenario. */
  readonly nodes: readonly PartyId[];
  /** When each slot of a node will be free, by the node's place in `nodes`. */
  readonly free: readonly (readonly number[])[];
  readonly inputs: readonly (readonly JobInput[])[];
  readonly outputs: readonly (readonly Output[])[];
  readonly now: Instant;
  private readonly times: Float64Array;
  private readonly pool: Pool;

  constructor(job: JobView, pool: Pool, horizon: Horizon, now: Instant) {
    this.size = job.tasks.length;
    this.now = now;
    this.pool = pool;
    this.inputs = job.inputs;
    this.nodes = Array.from({ length: pool.size }, (_, index) => pool.at(index)).sort((a, b) => a - b);
    this.free = this.nodes.map((node) => horizon.freeAt(node, pool.slots(node), now));
    this.times = new Float64Array(this.size * this.nodes.length);
    for (const [task, view] of job.tasks.entries()) {
      for (const [at, node] of this.nodes.entries()) {
        this.times[task * this.nodes.length + at] = expectedTime(view, node, pool);
      }
    }
    const outputs: Output[][] = job.tasks.map(() => []);
    for (const [to, inputs] of job.inputs.entries())
      for (const input of inputs) outputs[input.from]!.push({ to, input });
    this.outputs = outputs;
  }

  /** Microseconds of a task on the node of that place. */
  time(task: number, at: number): number {
    return this.times[task * this.nodes.length + at]!;
  }

  /** Microseconds that an input is on its way between the nodes of two places. */
  transfer({ time, bytes }: JobInput, from: number, to: number): number {
    if (from === to) return 0;
    return bytes === 0 ? time : time + this.carried(bytes, this.nodes[from]!, this.nodes[to]!);
  }

  /** Machines in all. */
  get machines(): number {
    return this.free.reduce((sum, slots) => sum + slots.length, 0);
  }

  /** Sum of a task's times over all machines: whole, so that equal ranks compare as equal. */
  timeSum(task: number): number {
    return this.free.reduce((sum, slots, at) => sum + slots.length * Math.round(this.time(task, at)), 0);
  }

  /** The mean time of a transfer between two different nodes, rounded. */
  transferMean({ time, bytes }: JobInput): number {
    return bytes === 0 ? time : time + Math.round(this.perByte * bytes + this.delay);
  }

  private carried(bytes: number, from: PartyId, to: PartyId): number {
    return bytes * this.byteTime(from, to) + this.delayBetween(from, to);
  }

  private byteTime(from: PartyId, to: PartyId): number {
    const up = this.pool.capabilities(from)?.up ?? Infinity;
    const down = this.pool.capabilities(to)?.down ?? Infinity;
    return (BITS_PER_BYTE * MICROSECONDS_PER_SECOND) / Math.min(up, down);
  }

  /** By way of the coordinator, which has measured its round trips to both and knows no other. */
  private delayBetween(from: PartyId, to: PartyId): number {
    const roundTrips = (this.pool.latency(from) || 0) + (this.pool.latency(to) || 0);
    return roundTrips / 2;
  }

  private means: { readonly perByte: number; readonly delay: number } | undefined;

  private get perByte(): number {
    return (this.means ??= this.meansOfPairs()).perByte;
  }

  private get delay(): number {
    return (this.means ??= this.meansOfPairs()).delay;
  }

  private meansOfPairs(): { perByte: number; delay: number } {
    const { nodes } = this;
    let perByte = 0;
    let delay = 0;
    for (const from of nodes) {
      for (const to of nodes) {
        if (from === to) continue;
        perByte += this.byteTime(from, to);
        delay += this.delayBetween(from, to);
      }
    }
    const pairs = Math.max(1, nodes.length * (nodes.length - 1));
    return { perByte: perByte / pairs, delay: delay / pairs };
  }
}

/** Microseconds that a task should take on a node. */
export function expectedTime(task: TaskView, node: PartyId, pool: Pool): number {
  const estimate = task.estimateOn(node);
  if (task.unit === 'time') return estimate;
  return (estimate * MICROSECONDS_PER_SECOND) / Math.max(1, pool.capabilities(node)?.speed ?? 1);
}
