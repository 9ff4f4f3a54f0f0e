// Rules that look at each parameter by itself.

import type { Contribution } from './contribution.ts';

/** Parameters that are gathered together, so that every update is read in whole cache lines. */
const BLOCK = 64;

/** Each parameter's change from its values in all contributions, in their order; `of` may reorder them. */
export function coordinateWise(
  contributions: readonly Contribution[],
  of: (values: Float64Array) => number,
): Float64Array {
  const { length } = contributions[0]!.update;
  const count = contributions.length;
  const change = new Float64Array(length);
  const block = new Float64Array(BLOCK * count);
  const rows = Array.from({ length: BLOCK }, (_, row) => block.subarray(row * count, (row + 1) * count));
  for (let from = 0; from < length; from += BLOCK) {
    const wide = Math.min(BLOCK, length - from);
    for (let place = 0; place < count; place += 1) {
      const { update } = contributions[place]!;
      for (let row = 0; row < wide; row += 1) block[row * count + place] = update[from + row]!;
    }
    for (let row = 0; row < wide; row += 1) change[from + row] = of(rows[row]!);
  }
  return change;
}
