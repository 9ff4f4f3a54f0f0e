// What a block is charged, and the numbers that the rewriter writes into code.

export interface Charge {
  readonly cost: number;
  readonly checked: boolean;
}
export const NOTHING: Charge = { cost: 0, checked: false };

export const NAN_BITS: bigint = 0x7ff8n << 48n;
/** Infinity without its sign, as a signed number. */
export const INFINITY_BITS_SHIFTED: bigint = -(0x20n << 48n);
/** A block's number is mixed into the trace by it. */
export const MIX: bigint = -7046029254386353131n;
