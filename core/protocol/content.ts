// Bytes that are addressed by what they are: a module, an input.

import { sha256Hex } from '../foundation/index.ts';

declare const sha: unique symbol;
/** SHA-256 of bytes, as 64 lower-case hex digits. */
export type Digest = string & { readonly [sha]: true };

/** Never written to, so that its digest is what it says wherever it is handed on. */
export class Content {
  readonly bytes: Uint8Array;
  private known: Digest | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Computed here, never taken from a peer. */
  get digest(): Digest {
    this.known ??= sha256Hex(this.bytes) as Digest;
    return this.known;
  }
}

/** An opaque signature over the canonical encoding of a message. */
export type Signature = Uint8Array;
