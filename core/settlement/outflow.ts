// What may leave the federation within a window of time: the same cap for whoever proposes and for whoever signs.

import type { Instant } from '../foundation/index.ts';
import type { Payout, PegRules } from './peg-book.ts';

export class Outflow {
  private readonly rules: Pick<PegRules, 'cap' | 'window'>;
  /** Oldest first. */
  private spent: { readonly at: number; readonly id: number; readonly amount: bigint }[] = [];

  constructor(rules: Pick<PegRules, 'cap' | 'window'>) {
    this.rules = rules;
  }

  /** What is left for others than these. */
  room(now: Instant, besides: readonly number[] = []): bigint {
    const { cap, window } = this.rules;
    this.spent = this.spent.filter(({ at }) => now - at < window);
    return this.spent.reduce((left, { id, amount }) => (besides.includes(id) ? left : left - amount), cap);
  }

  /** Counts a payout once, from when it was first let go. */
  add({ id, amount }: Payout, now: Instant): void {
    if (this.spent.some((each) => each.id === id)) return;
    this.spent.push({ at: now, id, amount });
  }
}
