// What a trainer commits to of its data: each example under a salt, so that who sees a few of them learns nothing of the
// others, not even by guessing.

import { assert, MerkleTree, merkleLeaf, rootByPath, sha256 } from '../foundation/index.ts';
import { joined, SALT, viewOf } from './part.ts';

const HASH = 32;
/** The root, how many examples there are, and how wide a feature is. */
export const DATA_HEADER: number = HASH + 8;

export class CommittedData {
  readonly count: number;
  readonly wide: number;
  /** Of the tree. */
  readonly header: Uint8Array;
  private readonly encoded: Uint8Array;
  private readonly stride: number;
  private readonly secret: Uint8Array;
  private readonly tree: MerkleTree;

  /** Examples as a trainer keeps them; `secret`: what its salts come from. */
  constructor(encoded: Uint8Array, secret: Uint8Array) {
    const view = viewOf(encoded);
    this.encoded = encoded;
    this.secret = secret;
    this.count = view.getUint32(0, true);
    this.wide = view.getUint32(4, true);
    this.stride = this.count === 0 ? 0 : (encoded.length - 8) / this.count;
    assert(Number.isInteger(this.stride), 'examples are of one size', { bytes: encoded.length, count: this.count });
    const leaves = Array.from({ length: this.count }, (_, place) => {
      return merkleLeaf(joined([this.saltOf(place), this.example(place)]));
    });
    this.tree = new MerkleTree(leaves);
    this.header = new Uint8Array(DATA_HEADER);
    this.header.set(this.tree.root);
    const header = viewOf(this.header);
    header.setUint32(HASH, this.count, true);
    header.setUint32(HASH + 4, this.wide, true);
  }

  example(place: number): Uint8Array {
    const from = 8 + place * this.stride;
    return this.encoded.subarray(from, from + this.stride);
  }

  /** An example, so that it can be checked: salt, bytes, path. */
  opened(place: number): Uint8Array {
    return joined([this.saltOf(place), this.example(place), ...this.tree.path(place)]);
  }

  private saltOf(place: number): Uint8Array {
    const index = new Uint8Array(4);
    viewOf(index).setUint32(0, place, true);
    return sha256(joined([this.secret, index])).subarray(0, SALT);
  }
}

export const countOf = (header: Uint8Array): number => viewOf(header).getUint32(HASH, true);
export const widthOf = (header: Uint8Array): number => viewOf(header).getUint32(HASH + 4, true);

/** Reads examples that were opened, and checks that they are those at these places; undefined if they are not. */
export function readOpened(
  bytes: Uint8Array,
  header: Uint8Array,
  places: readonly number[],
  features: number,
): Uint8Array[] | undefined {
  const count = countOf(header);
  const stride = features * widthOf(header) + 2;
  const root = header.subarray(0, HASH);
  const examples: Uint8Array[] = [];
  let at = 0;
  for (const place of places) {
    const example = bytes.subarray(at + SALT, at + SALT + stride);
    const leaf = merkleLeaf(bytes.subarray(at, at + SALT + stride));
    at += SALT + stride;
    const path: Uint8Array[] = [];
    for (let siblings = siblingsOf(place, count); siblings > 0; siblings--, at += HASH) {
      path.push(bytes.subarray(at, at + HASH));
    }
    const found = rootByPath(leaf, place, count, path);
    if (at > bytes.length || found === undefined || !found.every((byte, index) => byte === root[index])) {
      return undefined;
    }
    examples.push(example);
  }
  return at === bytes.length ? examples : undefined;
}

/** The length of a leaf's path. */
function siblingsOf(index: number, size: number): number {
  let siblings = 0;
  let place = index;
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    if (place % 2 === 1 || place + 1 < width) siblings++;
    place = Math.floor(place / 2);
  }
  return siblings;
}
