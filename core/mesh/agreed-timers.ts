// Timers on the time that members agree on: it passes from entry to entry.

import type { Instant, TimerHandle } from '../foundation/index.ts';

interface Timer {
  readonly at: Instant;
  readonly id: number;
  readonly kind: number;
  readonly key: number;
}

/** A binary heap: by time, then in the order in which they were set. */
export class AgreedTimers {
  private readonly heap: Timer[] = [];
  private readonly cancelled: Set<number> = new Set<number>();
  private made = 0;

  set(at: Instant, kind: number, key: number): TimerHandle {
    const timer = { at, id: this.made++, kind, key };
    const { heap } = this;
    let place = heap.push(timer) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(timer, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = timer;
    return timer.id as TimerHandle;
  }

  cancel(timer: TimerHandle): void {
    if (timer >= 0) this.cancelled.add(timer);
  }

  /** When the next one goes off. Infinity for never. */
  get next(): Instant {
    while (this.heap.length > 0 && this.cancelled.has(this.heap[0]!.id)) this.cancelled.delete(this.pop().id);
    return this.heap[0]?.at ?? (Infinity as Instant);
  }

  /** The next one that is due by then. */
  take(by: Instant): Timer | undefined {
    return this.next <= by ? this.pop() : undefined;
  }

  private pop(): Timer {
    const { heap } = this;
    const [first] = heap as [Timer];
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
