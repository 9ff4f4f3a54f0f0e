// The Bitcoin chain of a scenario as one node sees it: blocks, the best chain by work, mempool. It makes and checks
// real blocks and transactions; a mirror may have a real node look at each of them as well.

import { assert } from '../../core/foundation/index.ts';
import type { Bitcoin, Block, BlockRef, Chain, Coin, Submission, Transaction } from '../../core/settlement/index.ts';
import { MEMPOOL, outpointOf } from '../../core/settlement/index.ts';
import { ChainView } from './chain-view.ts';
import { Mempool } from './mempool.ts';

/** Looks at everything that the chain takes or refuses; throws if it disagrees. */
export interface Mirror {
  submitted(transaction: Transaction, here: Submission): void;
  /** Blocks that are shown to the network, in order. */
  mined(blocks: readonly Block[], tip: BlockRef): void;
  close(): void;
}

/** Rates that got into the latest blocks. */
const RATES = 12;

export class SimulatedChain implements Chain {
  private readonly bitcoin: Bitcoin;
  private readonly view: ChainView;
  private readonly pool: Mempool;
  private readonly mirror: Mirror | undefined;
  /** Whom blocks pay that nobody asked for. */
  private readonly miner: Uint8Array;
  private readonly blocks = new Map<string, Block>();
  private readonly rates: number[] = [];
  private readonly genesisTime: number;
  private tag = 0;
  /** No transaction of ours gets in. */
  censored = false;
  /** Nobody is heard. */
  out = false;

  constructor(bitcoin: Bitcoin, usualRate: number, mirror?: Mirror) {
    this.bitcoin = bitcoin;
    this.mirror = mirror;
    this.view = new ChainView(bitcoin.GENESIS_BLOCK);
    this.genesisTime = bitcoin.GENESIS_BLOCK.time;
    this.pool = new Mempool(bitcoin, this.view);
    this.miner = bitcoin.keyScript(bitcoin.keyFrom(Buffer.from('somebody else')).publicKey);
    this.rates.push(usualRate);
  }

  tip(): BlockRef {
    const { height, hash } = this.view.tip;
    return { height, hash };
  }

  blockAt(height: number): string | undefined {
    return this.view.at(height)?.hash;
  }

  headerAt(height: number): Uint8Array {
    return this.block(height).header;
  }

  transactionsAt(height: number): readonly Transaction[] {
    return this.block(height).transactions;
  }

  whereIs(txid: string): number | undefined {
    return this.view.heightOf(txid) ?? (this.pool.has(txid) ? MEMPOOL : undefined);
  }

  isUnspent(coin: { readonly txid: string; readonly vout: number }): boolean {
    const outpoint = outpointOf(coin);
    return this.view.coin(outpoint) !== undefined && !this.pool.isSpent(outpoint);
  }

  coinsOf(script: Uint8Array): readonly (Coin & { readonly height: number })[] {
    return this.view.coinsOf(script);
  }

  submit(transaction: Transaction): Submission {
    if (this.out) return { accepted: false, reason: 'nobody answers' };
    const submission = this.pool.submit(transaction);
    this.mirror?.submitted(transaction, submission);
    return submission;
  }

  feeRate(blocks: number): number {
    const sorted = [...this.rates].sort((a, b) => a - b);
    const share = blocks <= 1 ? 0.9 : blocks <= 3 ? 0.75 : 0.5;
    return Math.max(1, sorted[Math.floor((sorted.length - 1) * share)]!);
  }

  /** A block on the best chain, with what pays `rate` sat/vB. */
  extend(seconds: number, rate: number, miner: Uint8Array = this.miner): Block {
    this.rates.push(rate);
    if (this.rates.length > RATES) this.rates.shift();
    const template = this.censored ? { transactions: [], fees: 0n } : this.pool.template(rate);
    const block = this.build(this.view.tip, seconds, miner, template);
    this.view.connect(block);
    this.pool.confirmed(block.transactions);
    this.mirror?.mined([block], this.tip());
    return block;
  }

  /** A block that nobody here builds on yet, with given transactions. */
  aside(parent: BlockRef, seconds: number, transactions: readonly Transaction[] = []): Block {
    const from = this.blocks.get(parent.hash) ?? this.bitcoin.GENESIS_BLOCK;
    return this.build(from, seconds, this.miner, { transactions, fees: 0n });
  }

  /** Goes over to a branch that has become longer. Returns how many blocks of the old one are gone. */
  adopt(branch: readonly Block[]): number {
    const [first] = branch;
    assert(first !== undefined && branch.at(-1)!.height > this.view.tip.height, 'the longer chain is the better one');
    const orphaned: Block[] = [];
    while (this.view.tip.hash !== first.previous) orphaned.unshift(this.view.disconnect());
    for (const block of branch) this.view.connect(block);
    this.mirror?.mined(branch, this.tip());
    this.pool.returned(orphaned.flatMap(({ transactions }) => transactions.slice(1)));
    return orphaned.length;
  }

  /** The best chain from a block on, that block not included. */
  since(height: number): readonly Block[] {
    const blocks: Block[] = [];
    for (let at = height + 1; at <= this.view.tip.height; at++) blocks.push(this.block(at));
    return blocks;
  }

  private block(height: number): Block {
    const block = this.view.at(height);
    assert(block !== undefined, 'a block that is asked for is in the best chain', { height });
    return block;
  }

  private build(
    parent: BlockRef & { readonly time: number },
    seconds: number,
    miner: Uint8Array,
    { transactions, fees }: { readonly transactions: readonly Transaction[]; readonly fees: bigint },
  ): Block {
    const time = Math.max(this.genesisTime + Math.floor(seconds), parent.time + 1);
    const block = this.bitcoin.buildBlock({ parent, time, transactions, fees, miner, tag: this.tag++ });
    this.blocks.set(block.hash, block);
    return block;
  }
}
