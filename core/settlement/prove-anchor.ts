// The inclusion proof of an anchor that the chain holds.

import { assert } from '../foundation/index.ts';
import type { AnchorBuilder, Anchored } from './anchor-builder.ts';
import { type AnchorProof, FINAL_DEPTH, writeAnchorProof } from './anchor-proof.ts';
import type { Chain } from './chain.ts';
import { blockPath, hashOfId } from './double-hash.ts';

export function proveAnchor(
  { message, versions, seenAt }: Anchored,
  chain: Chain,
  builder: AnchorBuilder,
): AnchorProof {
  assert(seenAt !== undefined, 'an anchor that is proved is in a block');
  const { height } = seenAt;
  const { transaction } = versions.at(-1)!;
  const transactions = chain.transactionsAt(height);
  const hashes = transactions.map(({ id }) => hashOfId(id));
  const index = transactions.findIndex(({ id }) => id === transaction.id);
  const { publicKey: key } = builder;
  return writeAnchorProof({
    epoch: message.number,
    leaf: { data: message.sample, index: 0, size: message.leaves, path: hashesOf(message.path) },
    transaction: builder.stripped(transaction),
    output: 0,
    ...(key !== undefined && { key }),
    height,
    index,
    path: blockPath(hashes, index),
    coinbase: builder.stripped(transactions[0]!),
    coinbasePath: blockPath(hashes, 0),
    headers: Array.from({ length: FINAL_DEPTH }, (_, at) => chain.headerAt(height + at)),
  });
}

const HASH = 32;

const hashesOf = (path: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: path.length / HASH }, (_, at) => path.slice(at * HASH, (at + 1) * HASH));
