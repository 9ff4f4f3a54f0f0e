// Tasks that no node has yet: in a central queue until a slot is free, otherwise until an eligible node appears.
// Tasks of equal needs form a class, so that one look at a class's pool tells whether any of it can go.

import type { Instant } from '../foundation/index.ts';
import type { Needs } from '../protocol/index.ts';
import type { OpenTask } from './open-task.ts';

interface Entry {
  readonly task: OpenTask;
  readonly urgency: number;
  readonly order: number;
  readonly since: Instant;
}

/** Waiting tasks of equal needs: a heap by urgency, then by age, then by order of arrival. */
export class WaitingClass {
  readonly needs: Needs;
  /** Since when there has been no eligible node at all; Infinity while there is one. */
  starvedSince: number = Infinity;
  /** Whether the strategy, when last asked, would have none of the nodes there were. */
  declined = false;
  private heap: Entry[] = [];

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** The most urgent task that is still open. */
  first(): Entry | undefined {
    while (this.heap.length > 0 && this.heap[0]!.task.settled) this.removeFirst();
    return this.heap[0];
  }

  push(entry: Entry): void {
    const { heap } = this;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  removeFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    const half = heap.length >> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }

  /** Takes out, in their order, the open tasks that have waited since an instant or longer. */
  takeFrom(since: number): OpenTask[] {
    // A sorted list is a heap.
    const sorted = this.heap.filter(({ task }) => !task.settled).sort((a, b) => (before(a, b) ? -1 : 1));
    this.heap = sorted.filter((entry) => entry.since > since);
    return sorted.filter((entry) => entry.since <= since).map(({ task }) => task);
  }

  /** Takes out, in their order, the open tasks of which this holds. */
  takeWhere(holds: (task: OpenTask) => boolean): OpenTask[] {
    const taken = this.heap.filter(({ task }) => !task.settled && holds(task)).sort((a, b) => (before(a, b) ? -1 : 1));
    if (taken.length === 0) return [];
    this.heap = this.heap.filter((entry) => !taken.includes(entry)).sort((a, b) => (before(a, b) ? -1 : 1));
    return taken.map(({ task }) => task);
  }
}

export class WaitingRoom {
  /** Whether tasks of different clients are kept apart, so that they can be compared by their clients' shares. */
  private readonly byClient: boolean;
  readonly classes: WaitingClass[] = [];
  private readonly byNeeds: Map<Needs, WaitingClass> = new Map<Needs, WaitingClass>();
  private readonly byText: Map<string, WaitingClass> = new Map<string, WaitingClass>();
  private arrivals = 0;

  constructor(byClient: boolean) {
    this.byClient = byClient;
  }

  enter(task: OpenTask, urgency: number, since: Instant): void {
    this.classOf(task).push({ task, urgency, order: this.arrivals++, since });
  }

  private classOf({ needs, client }: OpenTask): WaitingClass {
    const known = this.byClient ? undefined : this.byNeeds.get(needs);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.byClient ? [needs, client] : needs);
    let waiting = this.byText.get(text);
    if (waiting === undefined) {
      waiting = new WaitingClass(needs);
      this.byText.set(text, waiting);
      this.byNeeds.set(needs, waiting);
      this.classes.push(waiting);
    }
    return waiting;
  }

  takeWhere(holds: (task: OpenTask) => boolean): OpenTask[] {
    return this.classes.flatMap((waiting) => waiting.takeWhere(holds));
  }

  /** From now on, classes that were declined are looked at again. */
  askAgain(): void {
    for (const waiting of this.classes) waiting.declined = false;
  }

  /** The class of the most urgent task, among those that `canGo` and were not declined; of the least share, if asked. */
  next(canGo: (needs: Needs) => boolean, share?: (task: OpenTask) => number): WaitingClass | undefined {
    let best: WaitingClass | undefined;
    let bestEntry: Entry | undefined;
    let bestShare = Infinity;
    for (const waiting of this.classes) {
      const entry = waiting.first();
      if (entry === undefined || waiting.declined) continue;
      const held = share?.(entry.task) ?? 0;
      if (bestEntry !== undefined && (held > bestShare || (held === bestShare && !before(entry, bestEntry)))) continue;
      if (!canGo(waiting.needs)) continue;
      best = waiting;
      bestEntry = entry;
      bestShare = held;
    }
    return best;
  }

  /**
   * Notes which classes have no node that would do, and returns the tasks that waited for one as long as `patience`.
   * `defers`: the strategy may decline nodes that would do.
   */
  starved(hasNodes: (needs: Needs) => boolean, now: Instant, patience: number, defers: boolean): OpenTask[] {
    const hopeless: OpenTask[] = [];
    for (const waiting of this.classes) {
      const hopeful = hasNodes(waiting.needs) && (defers || !waiting.declined);
      if (waiting.first() === undefined || hopeful) waiting.starvedSince = Infinity;
      else if (waiting.starvedSince === Infinity) waiting.starvedSince = now;
      if (now - waiting.starvedSince >= patience) hopeless.push(...waiting.takeFrom(now - patience));
    }
    return hopeless;
  }
}

function before(a: Entry, b: Entry): boolean {
  if (a.urgency !== b.urgency) return a.urgency < b.urgency;
  if (a.task.submitted !== b.task.submitted) return a.task.submitted < b.task.submitted;
  return a.order < b.order;
}
