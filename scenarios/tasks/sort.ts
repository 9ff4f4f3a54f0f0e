// Sorts integers, the smallest first. Input and output: i32, little-endian. Bottom-up merge sort: n log n for any input,
// and the same work for each of one length up to the comparisons saved.

import { output, reserve } from './abi';

export { alloc } from './abi';

export function run(input: i32, length: i32): i64 {
  if ((length & 3) !== 0) unreachable();
  let from: usize = input;
  let to = reserve(length);
  const size = <usize>length;
  for (let width: usize = 4; width < size; width *= 2) {
    for (let start: usize = 0; start < size; start += 2 * width) {
      merge(from, start, min(start + width, size), min(start + 2 * width, size), to);
    }
    const merged = to;
    to = from;
    from = merged;
  }
  return output(from, length);
}

/** Merges [start, middle) with [middle, end). */
function merge(from: usize, start: usize, middle: usize, end: usize, to: usize): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 4) {
    const takeLeft = left < middle && (right >= end || load<i32>(from + left) <= load<i32>(from + right));
    store<i32>(to + at, load<i32>(from + (takeLeft ? left : right)));
    if (takeLeft) left += 4;
    else right += 4;
  }
}
