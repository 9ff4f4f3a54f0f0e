// A transaction without witnesses, read from its bytes by nothing but its own rules: what a verifier of anchors needs,
// and no more. Total: any bytes are either read to their end or refused.

import type { Output } from './transaction.ts';

export interface RawTransaction {
  readonly inputs: readonly { readonly previous: Uint8Array; readonly vout: number; readonly script: Uint8Array }[];
  readonly outputs: readonly Output[];
}

const INPUTS_MAX = 1_000;

class Cut extends Error {}

export function readRawTransaction(bytes: Uint8Array): RawTransaction | undefined {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof Cut) return undefined;
    throw error;
  }
}

function read(bytes: Uint8Array): RawTransaction {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 4;
  const take = (count: number): number => {
    if (at + count > bytes.length) throw new Cut();
    at += count;
    return at - count;
  };
  const compact = (): number => {
    const first = bytes[take(1)]!;
    if (first < 0xfd) return first;
    if (first === 0xfd) return view.getUint16(take(2), true);
    throw new Cut();
  };
  const counted = <T>(item: () => T): T[] => {
    const count = compact();
    if (count > INPUTS_MAX) throw new Cut();
    return Array.from({ length: count }, item);
  };
  const inputs = counted(() => {
    const previous = bytes.slice(take(32), at);
    const vout = view.getUint32(take(4), true);
    const script = bytes.slice(take(compact()), at);
    take(4);
    return { previous, vout, script };
  });
  const outputs = counted(() => {
    const value = view.getBigUint64(take(8), true);
    const script = bytes.slice(take(compact()), at);
    return { value, script };
  });
  take(4);
  if (at !== bytes.length || inputs.length === 0 || outputs.length === 0) throw new Cut();
  return { inputs, outputs };
}
