// Requests that a member has heard of and that were not executed yet, and which were.

import type { Duration, Instant, PartyId } from '../foundation/index.ts';
import { seconds } from '../foundation/index.ts';
import type { Asked } from '../protocol/index.ts';

/** A request that is older than this when its turn comes is not executed any more: it may have been before. */
const MEMORY: Duration = seconds(3_600);

interface Waiting {
  readonly asked: Asked;
  readonly since: Instant;
}

export class Pool {
  private readonly waiting: Map<string, Waiting> = new Map<string, Waiting>();
  /** Of those, what is in no proposal of this view. */
  private readonly fresh: Map<string, Asked> = new Map<string, Asked>();
  /** By party: the numbers of what was executed, in the order of execution. */
  private readonly executed: Map<PartyId, Set<number>> = new Map<PartyId, Set<number>>();

  /** False if it is there already, or was executed. */
  add(asked: Asked, now: Instant): boolean {
    const key = keyOf(asked);
    if (this.waiting.has(key) || this.executed.get(asked.from)?.has(asked.number) === true) return false;
    if (asked.number < now - MEMORY) return false;
    this.waiting.set(key, { asked, since: now });
    this.fresh.set(key, asked);
    return true;
  }

  /** So many of those that no proposal has, in the order in which they came. */
  take(most: number): Asked[] {
    const taken: Asked[] = [];
    for (const [key, asked] of this.fresh) {
      if (taken.length === most) break;
      this.fresh.delete(key);
      taken.push(asked);
    }
    return taken;
  }

  /** The proposals of the last view are void. */
  putBack(): void {
    for (const [key, { asked }] of this.waiting) this.fresh.set(key, asked);
  }

  setAside(proposed: readonly Asked[]): void {
    for (const asked of proposed) this.fresh.delete(keyOf(asked));
  }

  /** True once for each request: it is executed now. The same with every member, since `at` is of the entry. */
  isNew(asked: Asked, at: Instant): boolean {
    const { from, number } = asked;
    const key = keyOf(asked);
    this.waiting.delete(key);
    this.fresh.delete(key);
    if (number < at - MEMORY) return false;
    const numbers = this.executed.get(from) ?? new Set<number>();
    this.executed.set(from, numbers);
    for (const old of numbers) {
      if (old >= at - MEMORY) break;
      numbers.delete(old);
    }
    if (numbers.has(number)) return false;
    numbers.add(number);
    return true;
  }

  /** Since when the request that has waited longest does. Infinity if none waits. */
  oldest(): number {
    for (const { since } of this.waiting.values()) return since;
    return Infinity;
  }
}

const keyOf = ({ from, number }: Asked): string => `${from}/${number}`;
