// MSER-5: where the initial transient of a series ends. White, "An effective truncation heuristic for bias
// reduction in simulation output", Simulation 69 (1997); batches of five: Spratt (1998).

/** Values in a batch. */
export const MSER_BATCH = 5;

export interface Truncation {
  /** Batches to leave out. */
  readonly batches: number;
  /** False if the minimum lies at the end of the first half: the series is then too short to tell. */
  readonly settled: boolean;
}

/**
 * The truncation d, among 0 to half the batches, that minimises s²(d)/(n - d), the squared standard error of the
 * mean of the batches from d on, where s²(d) = Σ(z - z̄)²/(n - d). The smallest d if several do.
 */
export function truncation(batches: readonly number[]): Truncation {
  const half = Math.floor(batches.length / 2);
  let best = 0;
  let least = Infinity;
  let count = 0;
  let centre = 0;
  let squares = 0;
  // From the end backwards, so that each step adds one value (Welford).
  for (let at = batches.length - 1; at >= 0; at -= 1) {
    const difference = batches[at]! - centre;
    count += 1;
    centre += difference / count;
    squares += difference * (batches[at]! - centre);
    const error = squares / (count * count);
    if (at <= half && error <= least) {
      least = error;
      best = at;
    }
  }
  return { batches: best, settled: best < half };
}
