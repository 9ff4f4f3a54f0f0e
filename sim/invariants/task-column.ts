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
    if (client >= this.clients.length) return 0;
    return this.clients[client]![task - client * TASKS_PER_CLIENT] ?? 0;
  }

  set(task: TaskId, value: number): void {
    const client = (task * CLIENT_OF) | 0;
    const sequence = task - client * TASKS_PER_CLIENT;
    while (client >= this.clients.length) this.clients.push(this.make(0));
    if (sequence >= this.clients[client]!.length) this.grow(client, sequence);
    this.clients[client]![sequence] = value;
  }

  /** The first task, by client and sequence, whose value is one that is looked for. */
  find(wanted: (value: number) => boolean): TaskId | undefined {
    for (let client = 0; client < this.clients.length; client++) {
      const sequence = this.clients[client]!.findIndex(wanted);
      if (sequence >= 0) return taskId(client as PartyId, sequence);
    }
    return undefined;
  }

  private grow(client: number, sequence: number): void {
    const narrow = this.clients[client]!;
    const wider = this.make(Math.max(16, sequence + 1, narrow.length * 2));
    wider.set(narrow);
    this.clients[client] = wider;
  }
}
