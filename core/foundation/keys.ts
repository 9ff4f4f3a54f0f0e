// Ed25519 (RFC 8032) keys from seeds: a run makes the same identities every time, so the platform's key generator is
// never asked. Synchronous, from node:crypto: about 0.1 ms for a signature.

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { assert } from './assert.ts';
import { sha256Hex } from './hash.ts';
import type { NodeIdentity } from './ids.ts';

export const SEED_BYTES = 32;
const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** What stands before the 32 bytes in DER: PKCS#8 for a private key, SubjectPublicKeyInfo for a public one (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The y of every point of small order, in canonical and other encodings, without its sign bit. Under such a key one
 * signature fits every message; Node 20 and 22 accept it, and Node 24 does not.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

export interface KeyPair {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Hex SHA-256 of the public key. */
  readonly identity: NodeIdentity;
  /** 64 bytes, the same every time for the same message. */
  sign(message: Uint8Array): Uint8Array;
}

/** Throws AssertionFailure unless the seed has 32 bytes. */
export function keyPairFrom(seed: Uint8Array): KeyPair {
  assert(seed.length === SEED_BYTES, 'a key comes from 32 seed bytes', { length: seed.length });
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = rawPublicKey(key);
  return {
    publicKey,
    identity: identityOf(publicKey),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

export const identityOf = (publicKey: Uint8Array): NodeIdentity => sha256Hex(publicKey) as NodeIdentity;

/** Checks signatures of one public key. False, and never an exception, on bytes that are no signature or no sound key. */
export function verifierOf(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || hasSmallOrder(publicKey)) return () => false;
  const der = Buffer.concat([PUBLIC_PREFIX, publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return (message, signature) => signature.length === SIGNATURE_BYTES && verify(null, message, key, signature);
}

function hasSmallOrder(publicKey: Uint8Array): boolean {
  const y = Buffer.from(publicKey);
  y[PUBLIC_KEY_BYTES - 1]! &= 0x7f;
  return SMALL_ORDER.has(y.toString('hex'));
}

function rawPublicKey(key: KeyObject): Uint8Array {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(der.subarray(PUBLIC_PREFIX.length));
}
