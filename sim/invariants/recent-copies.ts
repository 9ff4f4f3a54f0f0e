// One small integer for each copy of a task that was noted lately, in a table of fixed size where a new note may take
// the place of an old one: what is not there any more was forgotten, what is there is right.

import type { TaskId } from '../../core/foundation/index.ts';

const SLOTS = 65_536;
/** Odd, so that the copies of one task and the tasks of one copy are spread over all slots. */
const SPREAD = 40_503;

export class RecentCopies {
  private readonly tasks: Float64Array = new Float64Array(SLOTS);
  private readonly copies: Int32Array = new Int32Array(SLOTS);
  private readonly values: Int32Array = new Int32Array(SLOTS);

  /** 0 if it was forgotten, or never noted. */
  get(task: TaskId, copy: number): number {
    const slot = slotOf(task, copy);
    return this.tasks[slot] === task && this.copies[slot] === copy ? this.values[slot]! : 0;
  }

  /** Returns the value that was there. */
  swap(task: TaskId, copy: number, value: number): number {
    const slot = slotOf(task, copy);
    const before = this.tasks[slot] === task && this.copies[slot] === copy ? this.values[slot]! : 0;
    this.tasks[slot] = task;
    this.copies[slot] = copy;
    this.values[slot] = value;
    return before;
  }
}

/** A task's number modulo 2^32 is its place in its client's sequence. */
const slotOf = (task: TaskId, copy: number): number => ((task | 0) + copy * SPREAD) & (SLOTS - 1);
