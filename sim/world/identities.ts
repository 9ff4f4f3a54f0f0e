// Who may sign for whom. Real signatures are Ed25519 over the message's canonical bytes, from keys whose seeds come
// from named streams; modelled ones only name their signer, and stand for the same guarantee at no cost.

import type { KeyPair, PartyId } from '../../core/foundation/index.ts';
import { keyPairFromSeed, verifySignature } from '../../core/foundation/index.ts';
import type { Random, Signature, SignedMessage } from '../../core/protocol/index.ts';
import { signingBytes } from '../../core/protocol/index.ts';

const SEED_BYTES = 32;
const SIGNATURE_BYTES = 64;

export interface Identities {
  sign(by: PartyId, message: SignedMessage): Signature;
  verify(by: PartyId, message: SignedMessage): boolean;
}

export class ModelledIdentities implements Identities {
  private readonly signatures: Signature[] = [];

  sign(by: PartyId): Signature {
    return (this.signatures[by] ??= naming(by));
  }

  verify(by: PartyId, message: SignedMessage): boolean {
    const { signature } = message;
    if (signature === this.signatures[by]) return true;
    if (signature.length !== SIGNATURE_BYTES) return false;
    return naming(by).every((byte, at) => byte === signature[at]);
  }
}

export class RealIdentities implements Identities {
  private readonly keys: KeyPair[] = [];
  private readonly open: (name: string) => Random;
  private readonly nameOf: (party: PartyId) => string;

  constructor(nameOf: (party: PartyId) => string, open: (name: string) => Random) {
    this.nameOf = nameOf;
    this.open = open;
  }

  sign(by: PartyId, message: SignedMessage): Signature {
    return this.key(by).sign(signingBytes(message));
  }

  verify(by: PartyId, message: SignedMessage): boolean {
    return verifySignature(this.key(by).publicKey, signingBytes(message), message.signature);
  }

  private key(party: PartyId): KeyPair {
    let key = this.keys[party];
    if (key === undefined) {
      const random = this.open(`key/${this.nameOf(party)}`);
      const seed = new Uint8Array(SEED_BYTES);
      for (let at = 0; at < SEED_BYTES; at++) seed[at] = random.below(256);
      key = keyPairFromSeed(seed);
      this.keys[party] = key;
    }
    return key;
  }
}

function naming(party: PartyId): Signature {
  const bytes = new Uint8Array(SIGNATURE_BYTES);
  new DataView(bytes.buffer).setFloat64(0, party);
  return bytes;
}
