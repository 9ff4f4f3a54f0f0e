// Who shares secrets with whom. Everyone with everyone (Bonawitz et al. 2017), or each with k others on a graph that
// nobody could foresee (Bell et al., "Secure Single-Server Aggregation with (Poly)Logarithmic Overhead", 2020): costs
// then grow with k, not with the number of members.

import { assert } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';

/**
 * The neighbours of each of `count` members, by index and in order, itself left out. Sparse: a ring in random order on
 * which each knows the k/2 before and the k/2 behind it (a Harary graph: it takes k losses to tear it).
 */
export function neighbourhoods(count: number, degree: number, random: Random): readonly (readonly number[])[] {
  assert(degree >= 1, 'members have neighbours', { degree });
  const everyone = Array.from({ length: count }, (_, index) => index);
  if (degree >= count - 1) return everyone.map((self) => everyone.filter((other) => other !== self));
  const ring = shuffled(everyone, random);
  const half = Math.ceil(degree / 2);
  const found: (readonly number[])[] = [];
  ring.forEach((self, place) => {
    const near: number[] = [];
    for (let step = 1; step <= half; step++) {
      near.push(ring[(place + step) % count]!, ring[(place - step + count) % count]!);
    }
    found[self] = [...new Set(near)].sort((a, b) => a - b);
  });
  return found;
}

/** Fisher and Yates. */
function shuffled(values: readonly number[], random: Random): readonly number[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
