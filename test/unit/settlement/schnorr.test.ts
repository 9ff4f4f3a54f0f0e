// Schnorr signatures against a second implementation, and what is none.

import second from '@bitcoinerlab/secp256k1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyFrom, signDigest, verifyDigest } from '../../../core/settlement/bitcoin.ts';

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const keys = bytes(32).map(keyFrom);

describe('a signature', () => {
  it('is what another implementation makes of it, and holds there', () => {
    fc.assert(
      fc.property(keys, bytes(32), (key, digest) => {
        const signature = signDigest(digest, key);
        expect(Buffer.from(signature)).toEqual(Buffer.from(second.signSchnorr(digest, key.secret, new Uint8Array(32))));
        expect(second.verifySchnorr(digest, key.publicKey, signature)).toBe(true);
        expect(verifyDigest(digest, signature, key.publicKey)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('is of no use for other bytes, or with one bit changed', () => {
    fc.assert(
      fc.property(keys, bytes(32), fc.nat(511), fc.nat(255), (key, digest, inSignature, inDigest) => {
        const signature = signDigest(digest, key);
        expect(verifyDigest(digest, flipped(signature, inSignature), key.publicKey)).toBe(false);
        expect(verifyDigest(flipped(digest, inDigest), signature, key.publicKey)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['halves beyond the order', new Uint8Array(64).fill(0xff), 32],
    ['nothing but zeros', new Uint8Array(64), 32],
    ['too few bytes', new Uint8Array(63), 32],
    ['a key of too few bytes', new Uint8Array(64), 31],
    ['a key that is not on the curve', new Uint8Array(64), 32, 0xff],
  ])('is never: %s', (_, signature, length, fill = 1) => {
    expect(verifyDigest(new Uint8Array(32), signature, new Uint8Array(length).fill(fill))).toBe(false);
  });
});

function flipped(given: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(given);
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}
