// Order statistics without sorting.

/**
 * Moves the `place`-th smallest value to its place, smaller ones before it and larger ones behind (C. A. R. Hoare,
 * Algorithm 65: Find, 1961). Returns it. NaN is not a value.
 */
export function select(values: Float64Array, place: number, from = 0, until: number = values.length): number {
  let low = from;
  let high = until - 1;
  while (low < high) {
    const pivot = middleOf(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left += 1;
      while (values[right]! > pivot) right -= 1;
      if (left > right) break;
      const kept = values[left]!;
      values[left] = values[right]!;
      values[right] = kept;
      left += 1;
      right -= 1;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return values[place]!;
}

/** The median; the mean of the two in the middle if there is an even number. Changes the order of the values. */
export function medianOf(values: Float64Array): number {
  const upper = values.length >> 1;
  const above = select(values, upper);
  if (values.length % 2 === 1) return above;
  let below = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < upper; at += 1) below = Math.max(below, values[at]!);
  return (below + above) / 2;
}

function middleOf(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : a < c ? c : a;
  return a < c ? a : b < c ? c : b;
}
