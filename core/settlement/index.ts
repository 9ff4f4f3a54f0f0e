// Settlement on Bitcoin. What needs bitcoinjs-lib is behind `loadBitcoin`, and loaded where a scenario settles.

import type * as adapter from './bitcoin.ts';
import type * as blocks from './block.ts';

export {
  type AnchorProof,
  isBlockId,
  type VerifiedAnchor,
  verifyAnchorProof,
  writeAnchorProof,
} from './anchor-proof.ts';
export { Anchorer } from './anchorer.ts';
export { Archive, type Epoch } from './archive.ts';
export type { Block } from './block.ts';
export { type Chain, MEMPOOL, type Submission } from './chain.ts';
export { DEPOSITOR_WAYS, Depositor, type DepositorWay } from './depositor.ts';
export { Functionary } from './functionary.ts';
export { KEEPER_WAYS, type KeeperWay } from './keeper-lies.ts';
export { CHANGE_MIN, PAYOUT_FEE_MAX, PegBook, type PegRules } from './peg-book.ts';
export { PegKeeper } from './peg-keeper.ts';
export { floatScript } from './peg-script.ts';
export { relativeLock } from './script.ts';
export { subsidyAt } from './subsidy.ts';
export { type BlockRef, type Coin, DUST, outpointOf, type Transaction } from './transaction.ts';

/** The adapter to bitcoinjs-lib, and what is built on it. */
export type Bitcoin = typeof adapter & typeof blocks;

export async function loadBitcoin(): Promise<Bitcoin> {
  const [bitcoin, block] = await Promise.all([import('./bitcoin.ts'), import('./block.ts')]);
  return { ...bitcoin, ...block };
}
