// Bitcoin's own hashing: SHA-256 twice, its Merkle tree, in which the last of an odd number counts twice, and block
// headers of 80 bytes.

import { hexOf, sha256 } from '../foundation/index.ts';

export const doubleHash = (bytes: Uint8Array): Uint8Array => sha256(sha256(bytes));

/** As people write ids of blocks and transactions. */
export const idOf = (hash: Uint8Array): string => hexOf(Uint8Array.from(hash).reverse());

export const hashOfId = (id: string): Uint8Array => Uint8Array.from(Buffer.from(id, 'hex')).reverse();

const joined = new Uint8Array(64);

function pairHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  joined.set(left);
  joined.set(right, 32);
  return doubleHash(joined);
}

function above(level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += 2) next.push(pairHash(level[at]!, level[at + 1] ?? level[at]!));
  return next;
}

export function blockRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) level = above(level);
  return level[0]!;
}

/** The siblings of a transaction, from the lowest up. */
export function blockPath(hashes: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  const path: Uint8Array[] = [];
  let level = hashes;
  for (let place = index; level.length > 1; place >>= 1) {
    path.push(level[place ^ 1] ?? level[place]!);
    level = above(level);
  }
  return path;
}

export function rootByBlockPath(hash: Uint8Array, index: number, path: readonly Uint8Array[]): Uint8Array {
  let place = index;
  let root = hash;
  for (const sibling of path) {
    root = place % 2 === 0 ? pairHash(root, sibling) : pairHash(sibling, root);
    place = Math.floor(place / 2);
  }
  return root;
}

export const HEADER_BYTES = 80;
/** The easiest target that there is: of regtest, and of the simulated chain. */
export const EASIEST_BITS = 0x207f_ffff;

export interface Header {
  readonly version: number;
  readonly previous: Uint8Array;
  readonly root: Uint8Array;
  /** Seconds since 1970. */
  readonly time: number;
  readonly bits: number;
  readonly nonce: number;
}

export function writeHeader({ version, previous, root, time, bits, nonce }: Header): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, version, true);
  bytes.set(previous, 4);
  bytes.set(root, 36);
  view.setUint32(68, time, true);
  view.setUint32(72, bits, true);
  view.setUint32(76, nonce, true);
  return bytes;
}

export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  return {
    version: view.getInt32(0, true),
    previous: bytes.slice(4, 36),
    root: bytes.slice(36, 68),
    time: view.getUint32(68, true),
    bits: view.getUint32(72, true),
    nonce: view.getUint32(76, true),
  };
}

/** The number that the hash of a header must not exceed; undefined if the bits stand for none. */
export function targetOf(bits: number): bigint | undefined {
  const exponent = bits >>> 24;
  const mantissa = BigInt(bits & 0x7f_ffff);
  if ((bits & 0x80_0000) !== 0 || mantissa === 0n || exponent > 32) return undefined;
  return exponent <= 3 ? mantissa >> BigInt(8 * (3 - exponent)) : mantissa << BigInt(8 * (exponent - 3));
}

const numberOf = (hash: Uint8Array): bigint => BigInt(`0x${idOf(hash)}`);

/** Expected hashes to meet a target: what a block counts in the choice of the best chain. */
export const workOf = (target: bigint): bigint => (1n << 256n) / (target + 1n);

export function meetsTarget(header: Uint8Array): boolean {
  const target = targetOf(readHeader(header).bits);
  return target !== undefined && numberOf(doubleHash(header)) <= target;
}
