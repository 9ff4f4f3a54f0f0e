// Who is given coins before time begins, and how many blocks that takes: whoever anchors, each depositor, and the founder
// of a peg, one after the other.

import { subsidyAt } from '../../core/settlement/index.ts';
import type { ResolvedSettlement } from './settlement-types.ts';

const BLOCKS_MAX = 2_000;
/** Satoshi for each sat/vB that one block in a hundred asks for: a few transactions of a depositor. */
const FEE_BYTES = 2_000;

/** In that order; undefined if the chain has not so much to give. */
export function blocksFor({ chain, peg }: ResolvedSettlement): readonly number[] | undefined {
  const fees = BigInt(Math.ceil(chain.fees.p99 * FEE_BYTES));
  const needs = peg === undefined ? [] : [...Array.from({ length: peg.depositors }, () => peg.deposit), peg.float];
  const shares: number[] = [1];
  let height = 2;
  for (const need of needs) {
    let share = 0;
    for (let has = 0n; has < need + fees; share++) {
      if (height > BLOCKS_MAX) return undefined;
      has += subsidyAt(height++);
    }
    shares.push(share);
  }
  return shares;
}
