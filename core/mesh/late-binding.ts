// Late binding (Sparrow: Ousterhout et al., SOSP 2013): a batch of m tasks sends d m probes, and its tasks go to the
// nodes whose probes come to their turn first. Probes carry the first task of the batch as the name of the batch.

import type { PartyId, TaskId } from '../foundation/index.ts';
import { IdMap } from '../foundation/index.ts';
import type { Numbering, OpenTask } from './open-task.ts';

export interface PendingProbe {
  readonly node: PartyId;
  readonly number: number;
}

export class ProbedBatch implements Numbering {
  readonly name: TaskId;
  /** Tasks without a node, in order. */
  readonly unbound: OpenTask[] = [];
  readonly probes: PendingProbe[] = [];
  made = 0;

  constructor(name: TaskId) {
    this.name = name;
  }

  /** The next task that still wants a node. */
  take(): OpenTask | undefined {
    for (;;) {
      const task = this.unbound.shift();
      if (task === undefined || !task.settled) return task;
    }
  }

  get wants(): number {
    let open = 0;
    for (const task of this.unbound) if (!task.settled) open++;
    return open;
  }

  takeProbe(node: PartyId, number: number): boolean {
    const at = this.probes.findIndex((probe) => probe.node === node && probe.number === number);
    if (at < 0) return false;
    this.probes.splice(at, 1);
    return true;
  }

  /** Takes out the probes at a node, and returns their numbers. */
  takeProbes(node: PartyId): number[] {
    const numbers: number[] = [];
    for (let at = 0; at < this.probes.length; ) {
      if (this.probes[at]!.node === node) numbers.push(this.probes.splice(at, 1)[0]!.number);
      else at++;
    }
    return numbers;
  }
}

export class LateBinding {
  private readonly batches: IdMap<ProbedBatch> = new IdMap<ProbedBatch>();
  /** Batches whose tasks are still being submitted, by name. */
  private readonly gathering: IdMap<ProbedBatch> = new IdMap<ProbedBatch>();

  /** Adds a task to its batch. */
  gather(task: OpenTask, name: TaskId): void {
    let batch = this.gathering.get(name);
    if (batch === undefined) {
      batch = new ProbedBatch(name);
      this.gathering.set(name, batch);
    }
    batch.unbound.push(task);
    task.numbering = batch;
  }

  /** No further task of this batch will come. Undefined if none came at all. */
  complete(name: TaskId): ProbedBatch | undefined {
    const batch = this.gathering.get(name);
    if (batch === undefined) return undefined;
    this.gathering.delete(name);
    this.batches.set(name, batch);
    return batch;
  }

  get(name: TaskId): ProbedBatch | undefined {
    return this.batches.get(name);
  }

  /** Forgets a batch once no probe of it is out. */
  close(batch: ProbedBatch): void {
    if (batch.probes.length === 0) this.batches.delete(batch.name);
  }

  /** The batches that have a probe with a node, in the order of their names. */
  probing(node: PartyId): ProbedBatch[] {
    const hit: ProbedBatch[] = [];
    this.batches.forEach((batch) => {
      if (batch.probes.some((probe) => probe.node === node)) hit.push(batch);
    });
    return hit.sort((a, b) => a.name - b.name);
  }
}
