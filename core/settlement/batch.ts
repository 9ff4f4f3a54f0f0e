// A batch of payments on its way: which coins it takes, what it pays, what it leaves for fees, and who has signed it.

import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import type { Draft } from './keeper-lies.ts';
import { CHANGE_MIN, PAYOUT_FEE_MAX, type Payout, type PegBook } from './peg-book.ts';
import {
  EMERGENCY_THRESHOLD,
  emergencyLeaf,
  type PegCoin,
  pegDigests,
  pegWitnesses,
  signingLeaf,
} from './peg-script.ts';
import { outpointOf, REPLACEABLE, type Transaction } from './transaction.ts';

/** The most coins of one batch that only moves them: their fee stays within what may go to fees. */
const MOVED_MAX = 20;
/** No node relays more coins at once. */
const COINS_MAX = 200;
/** Virtual bytes of a batch: about. */
const OVERHEAD = 60;
const INPUT = 100;
const SIGNATURE = 17;
const KEY = 9;
const OUTPUT = 43;
const SIGNATURE_BYTES = 64;

export interface Batch {
  readonly number: number;
  readonly raw: Uint8Array;
  readonly coins: readonly PegCoin[];
  readonly payouts: readonly Payout[];
  /** Those, and others that its coins were chosen for. */
  readonly waiting: readonly Payout[];
  /** Whether the emergency keys sign it. */
  readonly rescue: boolean;
  readonly honest: boolean;
  /** By seat. */
  readonly signatures: Map<number, readonly Uint8Array[]>;
  /** The height of the chain when it was proposed. */
  readonly since: number;
  /** Once enough have signed. */
  transaction: Transaction | undefined;
}

export class BatchBuilder {
  private readonly bitcoin: typeof adapter;
  private readonly chain: Chain;
  private readonly book: PegBook;

  constructor(bitcoin: typeof adapter, chain: Chain, book: PegBook) {
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.book = book;
  }

  /** Whether a coin is so old that it must move. */
  isStale(): boolean {
    const tip = this.chain.tip().height;
    return this.book.spendable().some(({ height }) => tip - height >= this.book.rules.refresh);
  }

  isSpendable({ coins }: Batch): boolean {
    const own = new Set(this.book.spendable().map(outpointOf));
    return coins.every((coin) => own.has(outpointOf(coin)));
  }

  /** The oldest that pay for it; or more. Undefined if there is not enough. */
  choose(payouts: readonly Payout[], more: boolean): readonly PegCoin[] | undefined {
    const wanted = payouts.reduce((sum, { amount }) => sum + amount, 0n) + CHANGE_MIN;
    const chosen: PegCoin[] = [];
    let sum = 0n;
    for (const coin of this.book.spendable()) {
      if (sum >= wanted && !(more && chosen.length < MOVED_MAX)) break;
      if (chosen.length === COINS_MAX) break;
      chosen.push(coin);
      sum += coin.value;
    }
    return sum >= wanted ? chosen : undefined;
  }

  /**
   * The fee is shared by those who are paid; a mere refresh pays it itself. No signer lets more go to fees than it may:
   * the batch waits for blocks that ask for less. Undefined if somebody would get nothing.
   */
  draft(payouts: readonly Payout[], coins: readonly PegCoin[], target: number): Draft | undefined {
    const { keys, threshold } = this.book.rules.federation;
    const each = INPUT + threshold * SIGNATURE + keys.length * KEY;
    const size = OVERHEAD + coins.length * each + (payouts.length + 1) * OUTPUT;
    const paying = BigInt(payouts.length);
    const asked = BigInt(Math.ceil(size * this.chain.feeRate(target)));
    const fee = least(asked, PAYOUT_FEE_MAX * (paying === 0n ? 1n : paying));
    const share = paying === 0n ? 0n : (fee + paying - 1n) / paying;
    const taken = coins.reduce((sum, { value }) => sum + value, 0n);
    const paid = payouts.reduce((sum, { amount }) => sum + amount, 0n);
    const change = { script: this.book.changeScript, value: payouts.length === 0 ? taken - fee : taken - paid };
    const outputs = payouts.map(({ script, amount }) => ({ script, value: amount - share }));
    if ([...outputs, change].some(({ value }) => value < CHANGE_MIN)) return undefined;
    return { outputs: [...outputs, change], ids: payouts.map(({ id }) => id) };
  }

  unsigned(coins: readonly PegCoin[], { outputs }: Draft, rescue: boolean): Uint8Array {
    const sequence = rescue ? this.book.rules.federation.emergencyAfter : REPLACEABLE;
    return this.bitcoin.unsigned(
      coins.map(({ txid, vout }) => ({ txid, vout, sequence })),
      outputs,
    );
  }

  /** Takes the signatures of one seat, if they are right; the transaction, with the last that was missing. */
  countersign(batch: Batch, seat: number, signatures: Uint8Array): Transaction | undefined {
    const { federation } = this.book.rules;
    const { rescue, coins, raw } = batch;
    const leaf = (rescue ? emergencyLeaf : signingLeaf)(federation);
    const keys = rescue ? federation.emergencyKeys : federation.keys;
    const threshold = rescue ? EMERGENCY_THRESHOLD : federation.threshold;
    const digests = pegDigests(this.bitcoin, raw, coins, leaf);
    const own = digests.map((_, at) => signatures.slice(SIGNATURE_BYTES * at, SIGNATURE_BYTES * (at + 1)));
    if (batch.signatures.size >= threshold) return undefined;
    if (!digests.every((digest, at) => this.bitcoin.verifyDigest(digest, own[at]!, keys[seat]!))) return undefined;
    batch.signatures.set(seat, own);
    if (batch.signatures.size < threshold) return undefined;
    const bySeat = coins.map((_, at) => keys.map((__, key) => batch.signatures.get(key)?.[at]));
    return pegWitnesses(this.bitcoin, federation, raw, coins, leaf, bySeat);
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
