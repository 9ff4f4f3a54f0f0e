// Where a function that falls from above to below a value reaches it: how noise is found for a target.

import { assert } from '../foundation/index.ts';

const HUGE = 1e15;
const TINY = 1e-15;

/**
 * The least positive x, to 1e-13 of it, at which a falling `f` is at most `target`. Throws AssertionFailure if that is
 * not between 1e-15 and 1e15.
 */
export function falling(f: (x: number) => number, target: number): number {
  let high = 1;
  while (f(high) > target) {
    high *= 2;
    assert(high <= HUGE, 'some noise reaches the target', { target });
  }
  let low = high / 2;
  while (f(low) <= target) {
    high = low;
    low /= 2;
    assert(low >= TINY, 'no noise at all is no target', { target });
  }
  while (high - low > 1e-13 * high) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (f(middle) > target) low = middle;
    else high = middle;
  }
  return high;
}
