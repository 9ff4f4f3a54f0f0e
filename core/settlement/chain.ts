// What a party can ask of the Bitcoin node beside it, and do there. Answers are of the best chain as that node knows
// it; what is found there can be gone tomorrow.

import type { BlockRef, Coin, Transaction } from './transaction.ts';

/** Where a transaction is: the height of its block, or MEMPOOL. */
export const MEMPOOL = -1;

export type Submission = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };

export interface Chain {
  tip(): BlockRef;
  /** The id of the block at a height of the best chain. */
  blockAt(height: number): string | undefined;
  /** 80 bytes. */
  headerAt(height: number): Uint8Array;
  /** All transactions of a block of the best chain. */
  transactionsAt(height: number): readonly Transaction[];
  /** Undefined if it is neither in the best chain nor in the mempool. */
  whereIs(txid: string): number | undefined;
  /** Whether an output of a confirmed transaction is unspent, in the best chain and in the mempool. */
  isUnspent(coin: { readonly txid: string; readonly vout: number }): boolean;
  /** Confirmed unspent outputs to a script, by height. */
  coinsOf(script: Uint8Array): readonly (Coin & { readonly height: number })[];
  submit(transaction: Transaction): Submission;
  /** sat/vB that got into one of the next so many blocks of late. */
  feeRate(blocks: number): number;
}
