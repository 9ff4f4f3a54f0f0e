// Blocks as bytes: built so that a real node takes them on regtest. The proof of work is real and trivial.

import { coinbase, witnessHash } from './bitcoin.ts';
import { blockRoot, doubleHash, EASIEST_BITS, hashOfId, idOf, meetsTarget, writeHeader } from './double-hash.ts';
import { compile, numberBytes } from './script.ts';
import { subsidyAt } from './subsidy.ts';
import type { BlockRef, Output, Transaction } from './transaction.ts';

const VERSION = 0x2000_0000;
const EMPTY_HASH = new Uint8Array(32);

export interface Block extends BlockRef {
  readonly previous: string;
  readonly header: Uint8Array;
  /** Seconds since 1970. */
  readonly time: number;
  /** The coinbase first. */
  readonly transactions: readonly Transaction[];
}

/** The first block of regtest. */
export const GENESIS_BLOCK: Block = {
  height: 0,
  hash: '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206',
  previous: '',
  header: writeHeader({
    version: 1,
    previous: EMPTY_HASH,
    root: hashOfId('4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b'),
    time: 1_296_688_602,
    bits: EASIEST_BITS,
    nonce: 2,
  }),
  time: 1_296_688_602,
  transactions: [],
};

export interface BlockPlan {
  readonly parent: BlockRef;
  readonly time: number;
  readonly transactions: readonly Transaction[];
  readonly fees: bigint;
  /** Whom the block pays. */
  readonly miner: Uint8Array;
  /** Keeps blocks apart that are otherwise alike. */
  readonly tag: number;
}

export function buildBlock({ parent, time, transactions, fees, miner, tag }: BlockPlan): Block {
  const height = parent.height + 1;
  const value = subsidyAt(height) + fees;
  const witnesses = [EMPTY_HASH, ...transactions.map(({ raw }) => witnessHash(raw))];
  const label = Uint8Array.of(tag >>> 24, tag >>> 16, tag >>> 8, tag);
  const output: Output = { value, script: miner };
  const first = coinbase(compile([numberBytes(height)]), label, output, blockRoot(witnesses));
  const all = [first, ...transactions];
  const root = blockRoot(all.map(({ id }) => hashOfId(id)));
  const previous = hashOfId(parent.hash);
  for (let nonce = 0; ; nonce++) {
    const header = writeHeader({ version: VERSION, previous, root, time, bits: EASIEST_BITS, nonce });
    if (!meetsTarget(header)) continue;
    return { height, hash: idOf(doubleHash(header)), previous: parent.hash, header, time, transactions: all };
  }
}

/** As a node takes it. */
export function blockBytes({ header, transactions }: Block): Uint8Array {
  const count = transactions.length;
  const size = count < 0xfd ? Uint8Array.of(count) : Uint8Array.of(0xfd, count & 0xff, count >> 8);
  return Buffer.concat([header, size, ...transactions.map(({ raw }) => raw)]);
}
