// X25519 (RFC 7748) from node:crypto, and boxes that only one other key opens. A pair is made from 32 seed bytes and
// used for one round.

import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from 'node:crypto';
import { assert, sha256 } from '../foundation/index.ts';

const AGREEMENT_KEY_BYTES = 32;
/** What sealing adds to a text. */
const SEAL_BYTES = 16;
const NONCE_BYTES = 12;

/** What stands before the 32 bytes in DER (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

export interface AgreementPair {
  readonly publicKey: Uint8Array;
  /**
   * 32 bytes that only the two owners know: SHA-256 of purpose and shared point. Undefined for bytes that are no key,
   * or one of the few of small order, with which every secret would be the same.
   */
  agree(purpose: string, other: Uint8Array): Uint8Array | undefined;
}

export function agreementPairFrom(seed: Uint8Array): AgreementPair {
  assert(seed.length === AGREEMENT_KEY_BYTES, 'a key comes from 32 seed bytes', { length: seed.length });
  const privateKey = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    publicKey: Uint8Array.from(der.subarray(PUBLIC_PREFIX.length)),
    agree: (purpose, other) => {
      const point = sharedPoint(privateKey, other);
      return point && sha256(Buffer.concat([Buffer.from(purpose), point]));
    },
  };
}

function sharedPoint(privateKey: KeyObject, other: Uint8Array): Buffer | undefined {
  if (other.length !== AGREEMENT_KEY_BYTES) return undefined;
  try {
    const key = Buffer.concat([PUBLIC_PREFIX, other]);
    return diffieHellman({ privateKey, publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) });
  } catch {
    // OpenSSL refuses a shared point of zero.
    return undefined;
  }
}

/**
 * ChaCha20-Poly1305 (RFC 8439). A key seals at most two texts, one in each direction, so the direction is the nonce.
 * `about` is bound and not hidden.
 */
export function seal(key: Uint8Array, upward: boolean, about: Uint8Array, text: Uint8Array): Uint8Array {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce(upward), { authTagLength: SEAL_BYTES });
  cipher.setAAD(about, { plaintextLength: text.length });
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined if the box was not sealed so, or not by this key. */
export function unseal(key: Uint8Array, upward: boolean, about: Uint8Array, box: Uint8Array): Uint8Array | undefined {
  const length = box.length - SEAL_BYTES;
  if (length < 0) return undefined;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce(upward), { authTagLength: SEAL_BYTES });
  decipher.setAAD(about, { plaintextLength: length });
  decipher.setAuthTag(box.subarray(length));
  try {
    return Buffer.concat([decipher.update(box.subarray(0, length)), decipher.final()]);
  } catch {
    return undefined;
  }
}

const nonce = (upward: boolean): Uint8Array => new Uint8Array(NONCE_BYTES).fill(upward ? 1 : 0);
