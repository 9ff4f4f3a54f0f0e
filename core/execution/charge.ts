// What a block is charged, and the numbers that the rewriter writes into code.

export interface Charge {
  readonly cost: number;
  readonly checked: boolean;
}
export const NOTHING: Charge = { cost: 0, checked: false };

/** A block's number is mixed into the trace by it. */
export const MIX: bigint = -7046029254386353131n;
