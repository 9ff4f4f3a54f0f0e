// What an anchor writes into the chain: 41 bytes, in an OP_RETURN output, or as the commitment of a Taproot key.

import { sha256 } from '../foundation/index.ts';

const MAGIC: Uint8Array = Buffer.from('AMBI', 'latin1');
const VERSION = 1;
const PAYLOAD_BYTES: number = 4 + 1 + 4 + 32;
const OP_RETURN = 0x6a;

export function writePayload(epoch: number, root: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PAYLOAD_BYTES);
  bytes.set(MAGIC);
  bytes[4] = VERSION;
  new DataView(bytes.buffer).setUint32(5, epoch);
  bytes.set(root, 9);
  return bytes;
}

export function readPayload(bytes: Uint8Array): { readonly epoch: number; readonly root: Uint8Array } | undefined {
  if (bytes.length !== PAYLOAD_BYTES || bytes[4] !== VERSION) return undefined;
  if (Buffer.compare(bytes.subarray(0, 4), MAGIC) !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { epoch: view.getUint32(5), root: bytes.slice(9) };
}

export const returnScript = (payload: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(OP_RETURN, payload.length), payload]);

/** The payload of an OP_RETURN output; undefined if it is none of ours. */
export const returned = (script: Uint8Array): Uint8Array | undefined =>
  script.length === PAYLOAD_BYTES + 2 && script[0] === OP_RETURN && script[1] === PAYLOAD_BYTES
    ? script.slice(2)
    : undefined;

/** What a Taproot key is tweaked by to commit to a payload. */
export const commitmentOf = (payload: Uint8Array): Uint8Array =>
  sha256(Buffer.concat([Buffer.from('ambient/anchor/1\0', 'latin1'), payload]));
