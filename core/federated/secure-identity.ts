// Keys of a round are signed by those whose they are: an aggregator could otherwise hand out keys of its own and play
// all neighbours of its victim.

import type { PartyId } from '../foundation/index.ts';

export interface Signing {
  sign(bytes: Uint8Array): Uint8Array;
  verify(by: PartyId, bytes: Uint8Array, signature: Uint8Array): boolean;
}

export const keysToSign = (round: number, sealKey: Uint8Array, maskKey: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`ambient secure aggregation keys ${round}\n`), sealKey, maskKey]);
