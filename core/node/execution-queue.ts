// What a node has been asked to do: copies and probes that wait, in order, and those that occupy a slot.

import type { TaskId, WorkId } from '../foundation/index.ts';
import { Fifo } from '../foundation/index.ts';
import type { Assign, Probe } from '../protocol/index.ts';

export type Waiting = Assign | Probe;

export interface Occupied {
  readonly task: TaskId;
  readonly copy: number;
  /** NO_WORK while the slot is held for a claim that was not answered yet. */
  work: WorkId;
}

export class ExecutionQueue {
  readonly slots: number;
  private readonly waiting: Fifo<Waiting> = new Fifo<Waiting>();
  private readonly occupied: Occupied[] = [];

  constructor(slots: number) {
    this.slots = slots;
  }

  get running(): number {
    return this.occupied.length;
  }

  get queued(): number {
    return this.waiting.length;
  }

  get hasRoom(): boolean {
    return this.occupied.length < this.slots;
  }

  push(entry: Waiting): void {
    this.waiting.push(entry);
  }

  /** The entry whose turn has come, if a slot is free. */
  next(): Waiting | undefined {
    return this.hasRoom ? this.waiting.shift() : undefined;
  }

  occupy(slot: Occupied): void {
    this.occupied.push(slot);
  }

  /** The slot that a piece of work occupies. */
  byWork(work: WorkId): Occupied | undefined {
    const { occupied } = this;
    for (let i = 0; i < occupied.length; i++) if (occupied[i]!.work === work) return occupied[i];
    return undefined;
  }

  find(task: TaskId, copy: number): Occupied | undefined {
    const { occupied } = this;
    for (let i = 0; i < occupied.length; i++) {
      if (occupied[i]!.task === task && occupied[i]!.copy === copy) return occupied[i];
    }
    return undefined;
  }

  free(slot: Occupied): void {
    const last = this.occupied.pop()!;
    if (last !== slot) this.occupied[this.occupied.indexOf(slot)] = last;
  }

  /** Drops a waiting entry. Cancelled ones are mostly old, so the search begins at the front. */
  withdraw(task: TaskId, copy: number): boolean {
    const { waiting } = this;
    for (let i = 0; i < waiting.length; i++) {
      const entry = waiting.at(i)!;
      if (entry.task === task && entry.copy === copy) {
        waiting.removeAt(i);
        return true;
      }
    }
    return false;
  }
}
