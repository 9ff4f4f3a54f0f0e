// ChaCha20 (RFC 8439) as a generator: the mask that 32 bytes stand for, and the coins of a dealer of shares.

import { createCipheriv } from 'node:crypto';
import { assert } from '../foundation/index.ts';

const SEED_BYTES = 32;
const BLOCK_COUNTER_AND_NONCE = new Uint8Array(16);
const CHUNK = 65_536;

/** Adds (`sign` 1) or takes away (-1) the mask of a seed, coordinate by coordinate, modulo 2^32. */
export function applyMask(vector: Uint32Array, seed: Uint8Array, sign: 1 | -1): void {
  const stream = keystream(seed);
  for (let from = 0; from < vector.length; from += CHUNK) {
    const part = vector.subarray(from, Math.min(from + CHUNK, vector.length));
    const mask = words(stream(4 * part.length));
    if (sign === 1) for (let at = 0; at < part.length; at++) part[at]! += mask[at]!;
    else for (let at = 0; at < part.length; at++) part[at]! -= mask[at]!;
  }
}

/** The bytes that a seed stands for, asked for piece by piece. */
export function keystream(seed: Uint8Array): (bytes: number) => Uint8Array {
  assert(seed.length === SEED_BYTES, 'a stream comes from 32 seed bytes', { length: seed.length });
  const cipher = createCipheriv('chacha20', seed, BLOCK_COUNTER_AND_NONCE);
  return (bytes) => cipher.update(new Uint8Array(bytes));
}

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** The same words on every machine: little endian. */
function words(bytes: Uint8Array): Uint32Array {
  if (!LITTLE_ENDIAN) Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).swap32();
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}
