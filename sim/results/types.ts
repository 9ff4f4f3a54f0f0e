// The shape of results.json (schema 1). Names and meanings are fixed: other people's scripts read them.

export interface InvariantResult {
  readonly name: string;
  readonly held: boolean;
  /** When it was first broken, in virtual seconds, and how. Absent if it held. */
  readonly at?: number;
  readonly why?: string;
}

export interface RunResult {
  readonly seed: number;
  /** 16 hex digits: a rolling hash of every event and fact. */
  readonly fingerprint: string;
  readonly events: number;
  /** SI units. A metric that does not apply is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly invariants: readonly InvariantResult[];
  /** What its verification policy came to, of what it can come to. Absent without a policy. */
  readonly branches?: readonly string[];
}

export interface MetricSummary {
  readonly mean: number;
  /** Student-t interval over runs. Absent when n < 2. */
  readonly ci95?: readonly [number, number];
  readonly n: number;
}

export interface CellResult {
  readonly id: string;
  readonly factors: Readonly<Record<string, string>>;
  readonly runs: readonly RunResult[];
  readonly summary: Readonly<Record<string, MetricSummary>>;
}

export interface ThresholdResult {
  readonly text: string;
  readonly cell: string;
  /** Mean over the cell's runs; absent if the metric does not apply, which fails the threshold. */
  readonly value?: number;
  readonly held: boolean;
}

/** How b compares with a, as far as p < 0.05 tells. */
export type Verdict = 'lower' | 'higher' | 'no difference';

/** Two cells on one primary metric, over the seeds that both ran. */
export interface Comparison {
  readonly metric: string;
  /** Ids of cells. */
  readonly a: string;
  readonly b: string;
  /** Mean of b - a. */
  readonly difference: number;
  /** Paired Student-t interval of the difference. */
  readonly ci95: readonly [number, number];
  /** Two-sided, corrected after Holm over all comparisons of the results. */
  readonly p: number;
  readonly verdict: Verdict;
}

/** Something that no threshold or invariant is about, and that makes figures of a cell worthless. */
export interface Warning {
  readonly cell: string;
  /** Nothing was submitted in some run, or nothing completed. */
  readonly code: 'nothing-submitted' | 'nothing-completed';
  /** A sentence. */
  readonly text: string;
}

export interface Results {
  readonly schema: 1;
  readonly engine: string;
  readonly scenario: { readonly name: string; readonly sha256: string };
  /** Options of the command that change results. Absent if there were none. */
  readonly options?: { readonly shuffleTies?: number };
  readonly cells: readonly CellResult[];
  readonly comparisons: readonly Comparison[];
  readonly thresholds: readonly ThresholdResult[];
  readonly assumptions?: readonly string[];
  /** Absent if there are none. They do not change the verdict. */
  readonly warnings?: readonly Warning[];
  readonly verdict: 'pass' | 'fail';
}

/** timing.json: all that depends on the wall clock. */
export interface Timing {
  readonly started: string;
  readonly wallSeconds: number;
  readonly workers: number;
  readonly node: string;
  readonly runs: readonly {
    readonly cell: string;
    readonly seed: number;
    readonly seconds: number;
    readonly events: number;
  }[];
}
