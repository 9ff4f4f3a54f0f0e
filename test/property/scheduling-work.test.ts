// least-work-left against real first-come-first-served queues whose task sizes are known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { instant } from '../../core/foundation/index.ts';
import { NO_NEEDS } from '../../core/protocol/index.ts';
import { device, fleetOf, node, same, seeded, strategy, task } from '../unit/scheduling/mesh.ts';

const NODES = 4;
const FIRST = 7;

/** A task, and the queue it goes to; absent: where least-work-left says. */
const arrivals = fc.array(
  fc.record(
    { gap: fc.integer({ min: 0, max: 40 }), size: fc.integer({ min: 1, max: 100 }), to: fc.nat({ max: NODES - 1 }) },
    { requiredKeys: ['gap', 'size'] },
  ),
  { maxLength: 200, size: 'max' },
);

/** Instants at which the tasks of each node end, and their sizes. */
class Queues {
  private readonly ends: { at: number; size: number }[][] = Array.from({ length: NODES }, () => []);

  left(index: number, now: number): number {
    return Math.max(0, (this.ends[index]!.at(-1)?.at ?? 0) - now);
  }

  enter(index: number, size: number, now: number): void {
    this.ends[index]!.push({ at: now + this.left(index, now) + size, size });
  }

  /** Takes out what has ended by now, oldest first. */
  *ended(now: number): Generator<{ index: number; at: number; size: number }> {
    for (let index = 0; index < NODES; index++) {
      const queue = this.ends[index]!;
      while (queue.length > 0 && queue[0]!.at <= now) yield { index, ...queue.shift()! };
    }
  }
}

describe('least-work-left', () => {
  it('finds the queue with truly the least work when sizes are known, at every arrival', () => {
    fc.assert(
      fc.property(arrivals, fc.integer(), (history, seed) => {
        const fleet = fleetOf(same(NODES), FIRST);
        const queues = new Queues();
        const chosen = strategy('least-work-left', {}, seed);
        let now = 0;
        for (const { gap, size, to } of history) {
          now += gap;
          for (const end of queues.ended(now)) fleet.freed(node(FIRST + end.index), end.size, 'time', instant(end.at));
          const choice = chosen.choose(task(), fleet.pool(NO_NEEDS, false), instant(now))! - FIRST;
          const least = Math.min(...Array.from({ length: NODES }, (_, index) => queues.left(index, now)));
          expect(queues.left(choice, now)).toBe(least);
          const index = to ?? choice;
          queues.enter(index, size, now);
          fleet.assigned(node(FIRST + index), size, 'time', instant(now));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes a free node before a full one, and a full one of several slots before more work than all of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100, size: 'max' }), fc.integer(), (coming, seed) => {
        const slots = 3;
        const fleet = fleetOf([{ slots }, device], FIRST);
        const random = seeded(seed);
        const pool = fleet.pool(NO_NEEDS, false);
        let now = 0;
        for (const comes of coming) {
          now += random.below(5);
          if (comes) fleet.assigned(node(FIRST), 10, 'time', instant(now));
          else if (fleet.load(node(FIRST)) > 0) fleet.freed(node(FIRST), 10, 'time', instant(now));
          expect(pool.work(node(FIRST))).toBe(10 * fleet.load(node(FIRST)));
        }
        // Against a rival with more work than all of it, the node wins; against one with nothing, it loses if full.
        const rival = fleet.load(node(FIRST)) * 10 + 1;
        const full = fleet.load(node(FIRST)) >= slots;
        if (full) expect(pool.leastWorkLeft([], instant(now), random)).toBe(FIRST + 1);
        fleet.assigned(node(FIRST + 1), rival, 'time', instant(now));
        expect(pool.leastWorkLeft([], instant(now), random)).toBe(FIRST);
      }),
      { numRuns: 100 },
    );
  });
});
