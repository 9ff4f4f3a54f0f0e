// Merkle trees as in RFC 6962 (Certificate Transparency), section 2.1: leaves and inner nodes are hashed apart, and a
// tree of any size has one shape without a leaf counted twice.

import { assert } from './assert.ts';
import { sha256 } from './hash.ts';

const LEAF = 0;
const NODE = 1;
const HEAD = 2;
const SIZE_BYTES = 8;
const HASH_BYTES = 32;

const EMPTY: Uint8Array = sha256('');
/** One buffer for all inner nodes. */
const pair: Uint8Array = new Uint8Array(1 + 2 * HASH_BYTES);
pair[0] = NODE;

/** One buffer for leaves of one length after the other. */
let prefixed = new Uint8Array(0);

/** What the tree is made of in place of a leaf's data. */
export function merkleLeaf(data: Uint8Array): Uint8Array {
  if (prefixed.length !== 1 + data.length) prefixed = new Uint8Array(1 + data.length);
  prefixed[0] = LEAF;
  prefixed.set(data, 1);
  return sha256(prefixed);
}

function merkleNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/**
 * A root and how many leaves are under it, as one hash: a path alone fits trees of several sizes, and whoever has only
 * the root would have to believe the size that it is told.
 */
export function merkleHead(root: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(1 + SIZE_BYTES + HASH_BYTES);
  bytes[0] = HEAD;
  new DataView(bytes.buffer).setBigUint64(1, BigInt(size));
  bytes.set(root, 1 + SIZE_BYTES);
  return sha256(bytes);
}

/** Of leaves that are hashed already. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY;
  let level = leaves;
  // Pairing from the left and lifting an odd one gives the shape of the RFC: its left subtree is a full power of two.
  while (level.length > 1) level = above(level);
  return level[0]!;
}

/** For many paths of one tree: each inner node is hashed once. */
export class MerkleTree {
  readonly root: Uint8Array;
  private readonly levels: readonly (readonly Uint8Array[])[];

  constructor(leaves: readonly Uint8Array[]) {
    const levels = [leaves];
    while (levels.at(-1)!.length > 1) levels.push(above(levels.at(-1)!));
    this.levels = levels;
    this.root = levels.at(-1)![0] ?? EMPTY;
  }

  path(index: number): readonly Uint8Array[] {
    assert(index >= 0 && index < this.levels[0]!.length, 'a path is of a leaf of the tree', { index });
    return this.levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
  }
}

/** The siblings of a leaf, from the lowest up. */
export function merklePath(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  assert(index >= 0 && index < leaves.length, 'a path is of a leaf of the tree', { index, size: leaves.length });
  const path: Uint8Array[] = [];
  let level = leaves;
  for (let place = index; level.length > 1; place >>= 1) {
    const sibling = level[place ^ 1];
    if (sibling !== undefined) path.push(sibling);
    level = above(level);
  }
  return path;
}

/** The root that a leaf, its place, the size of the tree and a path speak of; undefined if they do not fit together. */
export function rootByPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  let hash = leaf;
  let used = 0;
  let place = index;
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    const isLeft = place % 2 === 0;
    if (!isLeft || place + 1 < width) {
      const sibling = path[used++];
      if (sibling?.length !== HASH_BYTES) return undefined;
      hash = isLeft ? merkleNode(hash, sibling) : merkleNode(sibling, hash);
    }
    place = Math.floor(place / 2);
  }
  return used === path.length ? hash : undefined;
}

function above(level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let at = 0; at + 1 < level.length; at += 2) next.push(merkleNode(level[at]!, level[at + 1]!));
  if (level.length % 2 === 1) next.push(level.at(-1)!);
  return next;
}
