// A grid's carbon intensity from rows of a file.

import type { CarbonSeries } from './types.ts';

const DAY = 24 * 3_600_000_000;

/** Grams per kWh at an instant (see `start`): the last value given before it. A series without dates begins anew each day. */
export function seriesAt({ dated, at, grams }: CarbonSeries, instant: number): number {
  const time = dated ? instant : instant % DAY;
  let low = 0;
  for (let high = at.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  if (low > 0) return grams[low - 1]!;
  // Before the first row: that of the evening before, or the first there is.
  return dated ? grams[0]! : grams.at(-1)!;
}
