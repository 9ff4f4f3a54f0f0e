// When open tasks expire. Most never do, and a timer for each would be the largest part of all timers of a run: the
// tasks of one client mostly expire in the order of their submission, so each client has a queue and one timer.

import type { Instant, PartyId, TaskId, TimerHandle } from '../foundation/index.ts';
import { NO_TASK, NO_TIMER } from '../foundation/index.ts';
import type { Host } from '../protocol/index.ts';

/** Timer kind: the first open task of the client that is the key may have expired. */
export const EXPIRY = 1;

export class Expiries {
  private readonly host: Host;
  private readonly isOpen: (task: TaskId) => boolean;
  private readonly expired: (task: TaskId) => void;
  private readonly queues: (ExpiryQueue | undefined)[] = [];

  constructor(host: Host, isOpen: (task: TaskId) => boolean, expired: (task: TaskId) => void) {
    this.host = host;
    this.isOpen = isOpen;
    this.expired = expired;
  }

  add(client: PartyId, task: TaskId, at: Instant): void {
    const queue = (this.queues[client] ??= new ExpiryQueue());
    if (queue.insert(at, task)) this.arm(client, queue);
  }

  /** The timer of this client has fired. */
  wake(client: PartyId): void {
    for (let task = this.due(client); task !== NO_TASK; task = this.due(client)) this.expired(task);
  }

  /** A task of this client that is open and has expired, or NO_TASK. */
  private due(client: PartyId): TaskId {
    const queue = this.queues[client]!;
    while (queue.length > 0) {
      const task = queue.firstTask();
      const open = this.isOpen(task);
      if (open && queue.firstTime() > this.host.now()) break;
      queue.removeFirst();
      if (open) return task;
    }
    this.arm(client, queue);
    return NO_TASK;
  }

  private arm(client: PartyId, queue: ExpiryQueue): void {
    this.host.cancel(queue.timer);
    queue.timer = queue.length === 0 ? NO_TIMER : this.host.wakeAt(queue.firstTime(), EXPIRY, client);
  }
}

/** Instants in ascending order with their tasks, in a ring of two columns. */
class ExpiryQueue {
  timer: TimerHandle = NO_TIMER;
  length = 0;
  private times = new Float64Array(16);
  private tasks = new Float64Array(16);
  private head = 0;

  /** Adds a task behind all that expire no later. True if it is the first. */
  insert(at: Instant, task: TaskId): boolean {
    if (this.length === this.times.length) this.grow();
    const mask = this.times.length - 1;
    let place = this.length++;
    for (; place > 0; place--) {
      const before = (this.head + place - 1) & mask;
      if (this.times[before]! <= at) break;
      this.times[(before + 1) & mask] = this.times[before]!;
      this.tasks[(before + 1) & mask] = this.tasks[before]!;
    }
    this.times[(this.head + place) & mask] = at;
    this.tasks[(this.head + place) & mask] = task;
    return place === 0;
  }

  firstTime(): Instant {
    return this.times[this.head]! as Instant;
  }

  firstTask(): TaskId {
    return this.tasks[this.head]! as TaskId;
  }

  removeFirst(): void {
    this.head = (this.head + 1) & (this.times.length - 1);
    this.length--;
  }

  private grow(): void {
    const { head, times, tasks } = this;
    this.times = unrolled(times, head);
    this.tasks = unrolled(tasks, head);
    this.head = 0;
  }
}

/** A full ring from its head on, with room for as much again. */
function unrolled(ring: Float64Array, head: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(ring.length * 2);
  wider.set(ring.subarray(head));
  wider.set(ring.subarray(0, head), ring.length - head);
  return wider;
}
