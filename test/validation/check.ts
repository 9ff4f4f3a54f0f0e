// A check: something that can be run for a while and then has passed or failed, with rows to show for it.

import type { Judgement } from './judge.ts';

export interface Row {
  readonly judgement: Judgement;
  /** Measured in all runs together. */
  readonly tasks: number;
  /** On fresh seeds, after the first attempt had failed. */
  readonly again: boolean;
}

export interface Outcome {
  readonly passed: boolean;
  readonly rows: readonly Row[];
  /** What a table of figures cannot say, such as a broken invariant. */
  readonly remarks: readonly string[];
}

export interface Check {
  readonly name: string;
  /** Tasks to simulate: cheap checks go first. */
  readonly tasks: number;
  /** All that the outcome depends on, but for the code. */
  readonly inputs: unknown;
  readonly run: (tell: Tell) => Promise<Outcome>;
}

/** Told after each run: how many are done, and how many there are. */
export type Tell = (done: number, total: number) => void;
