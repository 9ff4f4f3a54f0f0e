// What a node has been asked to do: copies and probes that wait, in order, and those that occupy a slot.

import type { TaskId, WorkId } from '../foundation/index.ts';
import { Fifo, IdMap } from '../foundation/index.ts';
import type { Assign, AssignAfter, Probe } from '../protocol/index.ts';

export type Waiting = Assign | AssignAfter | Probe;

export interface Occupied {
  readonly task: TaskId;
  readonly copy: number;
  /** NO_WORK while the slot is held for a claim that was not answered yet, or for a program that has not come. */
  work: WorkId;
  /** What begins once its program has come. */
  readonly pending: Assign | AssignAfter | undefined;
}

export class ExecutionQueue {
  readonly slots: number;
  private readonly waiting: Fifo<Waiting> = new Fifo<Waiting>();
  private readonly occupied: Occupied[] = [];
  /** Copies that are not wanted any more, by task: they are dropped when their turn comes. Few nodes have any. */
  private withdrawn: IdMap<number[]> | undefined;
  private withdrawals = 0;

  constructor(slots: number) {
    this.slots = slots;
  }

  get running(): number {
    return this.occupied.length;
  }

  get queued(): number {
    return Math.max(0, this.waiting.length - this.withdrawals);
  }

  get hasRoom(): boolean {
    return this.occupied.length < this.slots;
  }

  push(entry: Waiting): void {
    this.waiting.push(entry);
  }

  /** The entry whose turn has come, if a slot is free. */
  next(): Waiting | undefined {
    if (!this.hasRoom) return undefined;
    let entry = this.waiting.shift();
    while (entry !== undefined && this.withdrawals > 0 && this.isWithdrawn(entry)) entry = this.waiting.shift();
    if (this.waiting.length === 0 && this.withdrawals > 0) this.forgetWithdrawals();
    return entry;
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

  /** The copies that hold a slot and wait for their program. */
  awaiting(): readonly (Assign | AssignAfter)[] {
    return this.occupied.flatMap(({ pending }) => (pending === undefined ? [] : [pending]));
  }

  free(slot: Occupied): void {
    const last = this.occupied.pop()!;
    if (last !== slot) this.occupied[this.occupied.indexOf(slot)] = last;
  }

  /** Drops a waiting entry, in constant time however long the queue is. */
  withdraw(task: TaskId, copy: number): void {
    if (this.waiting.length === 0) return;
    this.withdrawn ??= new IdMap<number[]>();
    const copies = this.withdrawn.get(task);
    if (copies === undefined) this.withdrawn.set(task, [copy]);
    else copies.push(copy);
    this.withdrawals++;
  }

  private isWithdrawn(entry: Waiting): boolean {
    const copies = this.withdrawn?.get(entry.task);
    const at = copies === undefined ? -1 : copies.indexOf(entry.copy);
    if (at < 0) return false;
    copies!.splice(at, 1);
    if (copies!.length === 0) this.withdrawn!.delete(entry.task);
    this.withdrawals--;
    return true;
  }

  /** What is left when nothing waits ended while its cancel was on the way. */
  private forgetWithdrawals(): void {
    this.withdrawn = undefined;
    this.withdrawals = 0;
  }
}
