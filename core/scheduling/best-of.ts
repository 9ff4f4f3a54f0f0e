// Looking at every node of a pool for the one that is best by some measure.

import type { PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import type { Pool } from './pool.ts';

/** A node of the least measure that is no holder, ties at random; Infinity is never chosen. O(n). */
export function leastBy(
  pool: Pool,
  holders: readonly PartyId[],
  random: Random,
  measure: (node: PartyId) => number,
): PartyId | undefined {
  let best: PartyId | undefined;
  let least = Infinity;
  let ties = 0;
  for (let index = 0; index < pool.size; index++) {
    const node = pool.at(index);
    if (holders.includes(node)) continue;
    const value = measure(node);
    if (value > least || value === Infinity) continue;
    ties = value < least ? 1 : ties + 1;
    if (ties > 1 && random.below(ties) > 0) continue;
    best = node;
    least = value;
  }
  return best;
}
