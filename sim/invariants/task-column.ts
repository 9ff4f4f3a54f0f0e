// One small integer for each task of a run, 0 at first. Clients number their tasks in sequence, so a growing typed
// array for each client costs a fifth of a hash map's time and never forgets.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import { taskId } from '../../core/foundation/index.ts';

const CLIENT_OF = 2.3283064365386963e-10; // 2^-32
const TASKS_PER_CLIENT = 4_294_967_296;

type Column = Uint8Array | Int32Array;

export class TaskColumn {
  private readonly make: (length: number) => Column;
  private readonly clients: Column[] = [];

  /** `bits`: how wide a value is; 8 is unsigned. */
  constructor(bits: 8 | 32) {
    this.make = bits === 8 ? (length) => new Uint8Array(length) : (length) => new Int32Array(length);
  }

  get(task: TaskId): number {
    const client = (task * CLIENT_OF) | 0;
    const sequence = task - client * TASKS_PER_CLIENT;
    return this.columnOf(client, sequence)[sequence]!;
  }

  /** Returns the value that was there. */
  swap(task: TaskId, value: number): number {
    const client = (task * CLIENT_OF) | 0;
    const sequence = task - client * TASKS_PER_CLIENT;
    const column = this.columnOf(client, sequence);
    const before = column[sequence]!;
    column[sequence] = value;
    return before;
  }

  /** Sets bits, and returns the value that was there. */
  mark(task: TaskId, bits: number): number {
    const client = (task * CLIENT_OF) | 0;
    const sequence = task - client * TASKS_PER_CLIENT;
    const column = this.columnOf(client, sequence);
    const before = column[sequence]!;
    column[sequence] = before | bits;
    return before;
  }

  /** The first task, by client and sequence, whose value is one that is looked for. */
  find(wanted: (value: number) => boolean): TaskId | undefined {
    for (let client = 0; client < this.clients.length; client++) {
      const sequence = this.clients[client]!.findIndex(wanted);
      if (sequence >= 0) return taskId(client as PartyId, sequence);
    }
    return undefined;
  }

  private columnOf(client: number, sequence: number): Column {
    if (client < this.clients.length) {
      const column = this.clients[client]!;
      if (sequence < column.length) return column;
    }
    return this.grow(client, sequence);
  }

  private grow(client: number, sequence: number): Column {
    while (client >= this.clients.length) this.clients.push(this.make(0));
    const narrow = this.clients[client]!;
    const wider = this.make(Math.max(16, sequence + 1, narrow.length * 2));
    wider.set(narrow);
    this.clients[client] = wider;
    return wider;
  }
}
