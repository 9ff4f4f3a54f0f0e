// Real values as whole numbers of a few bits, so that a secure aggregation can add them exactly.

import { assert } from '../foundation/index.ts';

export interface Grid {
  /** Values beyond -range or range are cut off there. */
  readonly range: number;
  /** Bits of a value, at most 24. */
  readonly bits: number;
}

const topOf = ({ bits }: Grid): number => (1 << bits) - 1;

/** The nearest points of the grid, counted from -range. What is no number is the middle. */
export function toGrid(values: ArrayLike<number>, grid: Grid): Uint32Array {
  assert(grid.range > 0 && grid.bits >= 2 && grid.bits <= 24, 'a grid has a range and 2 to 24 bits', { ...grid });
  const top = topOf(grid);
  return Uint32Array.from(values, (value) => {
    const place = Math.round(((value + grid.range) / (2 * grid.range)) * top);
    return Number.isNaN(place) ? Math.round(top / 2) : Math.min(Math.max(place, 0), top);
  });
}

/** The mean of so many values whose grid points add up to `sum`. */
export function meanFromGrid(sum: Uint32Array, count: number, grid: Grid): Float64Array {
  assert(count > 0, 'a mean is of somebody', { count });
  const step = (2 * grid.range) / topOf(grid);
  return Float64Array.from(sum, (total) => (total / count) * step - grid.range);
}
