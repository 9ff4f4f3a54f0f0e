// "Did you mean": the known name nearest to a mistyped one.

/** The nearest of `known` if it is near enough to be a slip of the fingers. */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  const allowed = Math.max(1, Math.floor(written.length / 3));
  let best: string | undefined;
  let least = allowed + 1;
  for (const name of known) {
    const distance = editDistance(lower, name.toLowerCase(), least);
    if (distance < least) {
      best = name;
      least = distance;
    }
  }
  return best ?? known.find((name) => lower.length >= 3 && name.toLowerCase().startsWith(lower));
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); `limit` if it is no less. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(last[column - 1]! + (same ? 0 : 1), last[column]! + 1, current[column - 1]! + 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
