// Whether two messages, or parts of them, say the same, whoever signed them.

import type { Message } from '../protocol/index.ts';

export const same = (a: Message, b: Message): boolean => alike(a, b);

export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (a instanceof Uint8Array || b instanceof Uint8Array) return equalBytes(a, b);
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return names.every((name) => name === 'signature' || (name in right && alike(left[name], right[name])));
}

function equalBytes(a: unknown, b: unknown): boolean {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array) || a.length !== b.length) return false;
  return a.every((byte, at) => byte === b[at]);
}
