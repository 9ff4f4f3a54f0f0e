// What is known of each task of the window while it is open or a copy of it runs: slots of typed columns.

import type { TaskId } from '../../core/foundation/index.ts';
import { IdMap } from '../../core/foundation/index.ts';
import { NONE, widen } from './copies.ts';

/** Bits of `phase`. A task that has both is over, but for copies that still run. */
export const SETTLED = 1;
export const HELD = 2;
export const OVER: number = SETTLED | HELD;

export class OpenTasks {
  phase: Uint8Array = new Uint8Array(256);
  /** When the coordinator accepted it, or NONE once its first copy was assigned. */
  accepted: Float64Array = new Float64Array(256);
  /** When the winner started and finished, or NONE. */
  start: Float64Array = new Float64Array(256);
  finish: Float64Array = new Float64Array(256);
  /** First entry of its copies, or NONE. */
  copies: Int32Array = new Int32Array(256);
  private readonly slots = new IdMap<number>();
  private readonly free: number[] = [];
  private used = 0;
  // Facts about one task come in runs: the last task asked for is asked for again two times of three.
  private lastTask = NONE;
  private lastSlot = NONE;

  /** The slot of a task, or NONE. */
  find(task: TaskId): number {
    if (task !== this.lastTask) {
      this.lastTask = task;
      this.lastSlot = this.slots.get(task) ?? NONE;
    }
    return this.lastSlot;
  }

  add(task: TaskId, phase: number): number {
    const slot = this.free.pop() ?? this.used++;
    if (slot === this.phase.length) this.grow();
    this.phase[slot] = phase;
    this.accepted[slot] = NONE;
    this.start[slot] = NONE;
    this.finish[slot] = NONE;
    this.copies[slot] = NONE;
    this.slots.set(task, slot);
    this.lastTask = task;
    this.lastSlot = slot;
    return slot;
  }

  /** Forgets the task if it is over and none of its copies is left. */
  close(task: TaskId, slot: number): void {
    if (this.phase[slot] !== OVER || this.copies[slot] !== NONE) return;
    this.slots.delete(task);
    this.free.push(slot);
    if (this.lastTask === task) this.lastSlot = NONE;
  }

  /** Visits the slot of every task, in no order that matters. */
  forEach(visit: (slot: number) => void): void {
    this.slots.forEach(visit);
  }

  private grow(): void {
    const length = this.phase.length * 2;
    this.phase = widen(this.phase, new Uint8Array(length));
    this.accepted = widen(this.accepted, new Float64Array(length));
    this.start = widen(this.start, new Float64Array(length));
    this.finish = widen(this.finish, new Float64Array(length));
    this.copies = widen(this.copies, new Int32Array(length));
  }
}
