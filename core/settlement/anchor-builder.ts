// Anchors as transactions: which coin each spends, what it commits to, what it pays.

import { assert, type Instant } from '../foundation/index.ts';
import type { EpochMessage } from '../protocol/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import { commitmentOf, returnScript, writePayload } from './payload.ts';
import type { BlockRef, Coin, Output, Transaction } from './transaction.ts';
import { DUST } from './transaction.ts';

/** `return`: in an output of its own that nobody can spend. `taproot`: the change is to a key that commits to it. */
export type AnchorForm = 'return' | 'taproot';

export interface Version {
  readonly transaction: Transaction;
  /** The coin, as `txid:vout`. */
  readonly spends: string;
  /** sat. */
  readonly fee: number;
  readonly change: adapter.OwnCoin;
}

/** One epoch on its way into the chain. */
export interface Anchored {
  readonly message: EpochMessage;
  readonly root: Uint8Array;
  readonly committed: Instant;
  /** Every transaction that was ever made of it, the one that counts last. */
  versions: Version[];
  /** The block that it is in. */
  seenAt: BlockRef | undefined;
  /** A reorganisation has sent it back, and nobody was told of it since: others may not have it any more. */
  isLost: boolean;
  /** The height of the chain when it began to wait. */
  since: number;
}

export class AnchorBuilder {
  private readonly bitcoin: typeof adapter;
  private readonly chain: Chain;
  private readonly key: adapter.Key;
  private readonly form: AnchorForm;
  /** What the first anchor that is not final spends. */
  private coin: adapter.OwnCoin;
  private vsize: number | undefined;

  constructor(bitcoin: typeof adapter, chain: Chain, key: adapter.Key, coin: Coin, form: AnchorForm) {
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.key = key;
    this.coin = coin;
    this.form = form;
  }

  get publicKey(): Uint8Array | undefined {
    return this.form === 'taproot' ? this.key.publicKey : undefined;
  }

  /** Of an anchor's bytes, those that its id is the hash of. */
  stripped({ raw }: Transaction): Uint8Array {
    return this.bitcoin.withoutWitness(raw);
  }

  /** The change of the anchor before. */
  coinFor(open: readonly Anchored[], at: number): adapter.OwnCoin {
    return open[at - 1]?.versions.at(-1)?.change ?? this.coin;
  }

  /** The anchor is final: the next ones stand on its change. */
  settle(anchor: Anchored): void {
    this.coin = anchor.versions.at(-1)!.change;
  }

  /** Undefined while fees are more than there is. */
  build(anchor: Anchored, coin: adapter.OwnCoin, rate: number): Version | undefined {
    // Every anchor of one form is as large as the first: a draft tells how large.
    this.vsize ??= this.make(anchor, coin, DUST)?.transaction.vsize;
    if (this.vsize === undefined) return undefined;
    return this.make(anchor, coin, BigInt(Math.ceil(this.vsize * Math.max(rate, 1.1))));
  }

  /** Undefined if what waits pays that rate already, or that is more than there is. */
  raise(newest: Anchored, waiting: readonly Anchored[], rate: number, coin: adapter.OwnCoin): Version | undefined {
    const before = newest.versions.at(-1)!;
    const others = waiting.filter((anchor) => anchor !== newest).map(({ versions }) => versions.at(-1)!);
    const size = waiting.reduce((sum, { versions }) => sum + versions.at(-1)!.transaction.vsize, 0);
    const paid = others.reduce((sum, { fee }) => sum + fee, 0);
    const wanted = Math.ceil(size * rate) - paid;
    if (wanted <= before.fee + before.transaction.vsize) return undefined;
    return this.make(newest, coin, BigInt(wanted));
  }

  private make(anchor: Anchored, coin: adapter.OwnCoin, fee: bigint): Version | undefined {
    const payload = writePayload(anchor.message.number, anchor.root);
    const value = coin.value - fee;
    if (value < DUST) return undefined;
    const { outputs, commitment } = this.outputs(payload, value);
    const transaction = this.bitcoin.spend([coin], outputs, this.key);
    const vout = outputs.length - 1;
    const change = { txid: transaction.id, vout, ...outputs[vout]!, ...(commitment && { commitment }) };
    return { transaction, spends: `${coin.txid}:${coin.vout}`, fee: Number(fee), change };
  }

  private outputs(payload: Uint8Array, value: bigint): { outputs: readonly Output[]; commitment?: Uint8Array } {
    const { publicKey } = this.key;
    if (this.form === 'return') {
      const script = this.bitcoin.keyScript(publicKey);
      return {
        outputs: [
          { value: 0n, script: returnScript(payload) },
          { value, script },
        ],
      };
    }
    const commitment = commitmentOf(payload);
    const script = this.bitcoin.commitTo(publicKey, commitment);
    assert(script !== undefined, 'a key of ours is a key');
    return { outputs: [{ value, script }], commitment };
  }
}
