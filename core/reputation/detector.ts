// The interface of a statistical detector: which nodes stand out by what they report. It accuses, and nothing follows:
// punishment takes evidence. One detector is one file that exports a definition.

/** What is known of one node at one time. */
export interface Sighting {
  /** As the node says. */
  readonly gflops: number;
  /** Busy share of its slots, as it says. */
  readonly cpu: number;
  /** One way, as measured by the coordinator; undefined until it is. */
  readonly latency: number | undefined;
}

export interface DetectorDefinition {
  /** kebab-case. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** If a scenario gives none. */
  readonly threshold: number;
  /** By node: whether it stands out among all. */
  flags(all: readonly Sighting[], threshold: number): readonly boolean[];
}

/** The median, and the distance of each value from it. Empty if there are no values. */
export function spreadOf(values: readonly number[]): {
  readonly median: number;
  readonly distances: readonly number[];
} {
  const median = medianOf(values);
  return { median, distances: values.map((value) => Math.abs(value - median)) };
}

/** NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Makes a median deviation of a normal distribution comparable with its standard deviation: its upper quartile. */
export const NORMAL_QUARTILE = 0.6745;
