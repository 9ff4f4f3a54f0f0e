// The inputs of a party as records of its durable log.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Message } from '../protocol/index.ts';
import { decode, encode } from '../protocol/index.ts';

export type Input =
  /** Its first. */
  | { readonly kind: 'birth'; readonly at: Instant }
  | { readonly kind: 'message'; readonly at: Instant; readonly from: PartyId; readonly message: Message }
  /** Timers are due. */
  | { readonly kind: 'time'; readonly at: Instant };

/** Kind, instant, sender. */
const HEADER = 17;
const KINDS = ['birth', 'message', 'time'] as const;

export function writeInput(input: Input): Uint8Array {
  const body = input.kind === 'message' ? encode(input.message) : undefined;
  const bytes = new Uint8Array(HEADER + (body?.length ?? 0));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KINDS.indexOf(input.kind));
  view.setFloat64(1, input.at);
  if (input.kind === 'message') view.setFloat64(9, input.from);
  if (body !== undefined) bytes.set(body, HEADER);
  return bytes;
}

/** Undefined of one that was cut short. */
export function readInput(bytes: Uint8Array): Input | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  const kind = KINDS[view.getUint8(0)];
  const at = view.getFloat64(1) as Instant;
  if (kind === undefined) return undefined;
  if (kind !== 'message') return { kind, at };
  const read = decode(bytes.subarray(HEADER));
  return read.ok ? { kind, at, from: view.getFloat64(9) as PartyId, message: read.value } : undefined;
}
