// Who may sign for whom. Real signatures are Ed25519 over the message's canonical bytes, from keys whose seeds come
// from named streams; modelled ones only name their signer, and stand for the same guarantee at no cost.

import type { KeyPair, PartyId } from '../../core/foundation/index.ts';
import { keyPairFrom, SEED_BYTES, SIGNATURE_BYTES, verifierOf } from '../../core/foundation/index.ts';
import type { Random, Signature, SignedMessage } from '../../core/protocol/index.ts';
import { signingBytes } from '../../core/protocol/index.ts';

export interface Identities {
  sign(by: PartyId, message: SignedMessage): Signature;
  verify(by: PartyId, message: SignedMessage): boolean;
}

export class ModelledIdentities implements Identities {
  private readonly signatures: (Signature | undefined)[] = [];

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

interface Signer {
  readonly keys: KeyPair;
  readonly verifies: (message: Uint8Array, signature: Uint8Array) => boolean;
}

export class RealIdentities implements Identities {
  private readonly signers: (Signer | undefined)[] = [];
  private readonly open: (name: string) => Random;
  private readonly nameOf: (party: PartyId) => string;

  constructor(nameOf: (party: PartyId) => string, open: (name: string) => Random) {
    this.nameOf = nameOf;
    this.open = open;
  }

  sign(by: PartyId, message: SignedMessage): Signature {
    return this.signer(by).keys.sign(signingBytes(message));
  }

  verify(by: PartyId, message: SignedMessage): boolean {
    return this.signer(by).verifies(signingBytes(message), message.signature);
  }

  private signer(party: PartyId): Signer {
    return (this.signers[party] ??= this.enrol(party));
  }

  private enrol(party: PartyId): Signer {
    const random = this.open(`key/${this.nameOf(party)}`);
    const seed = Uint8Array.from({ length: SEED_BYTES }, () => random.below(256));
    const keys = keyPairFrom(seed);
    return { keys, verifies: verifierOf(keys.publicKey) };
  }
}

function naming(party: PartyId): Signature {
  const bytes = new Uint8Array(SIGNATURE_BYTES);
  new DataView(bytes.buffer).setFloat64(0, party);
  return bytes;
}
