// One movement of the ledger, and its bytes. Every value has one encoding, so that equal journals are equal bytes.

import type { Amount, TaskId } from '../foundation/index.ts';
import { assert, bytesOfHex, hexOf } from '../foundation/index.ts';
import type { Account } from './accounts.ts';

/** What moved tokens, in the order of their numbers in the journal: append only. */
export const ENTRY_KINDS = [
  'grant',
  'put',
  'release',
  'refund',
  'fee',
  'change',
  'bond',
  'unbond',
  'slash',
  'mint',
  'reverse',
  'burn',
  'paid',
  'transfer',
  'firm',
  'withdraw',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** The Bitcoin block and the output in it that an entry rests on. */
export interface Rests {
  readonly height: number;
  /** 64 hex digits. */
  readonly block: string;
  /** Transaction id and output number: 64 hex digits, then 8. */
  readonly outpoint: string;
}

export interface Entry {
  readonly kind: EntryKind;
  /** NO_TASK if it concerns none. */
  readonly task: TaskId;
  readonly debit: Account;
  readonly credit: Account;
  readonly value: Amount;
  readonly rests?: Rests;
}

const PLAIN_BYTES = 1 + 1 + 8 + 8 + 8 + 16;
const RESTS_BYTES = 4 + 32 + 36;
const LOW = 0xffff_ffff_ffff_ffffn;
const WORD = 64n;

export const ENTRY_BYTES_MAX: number = PLAIN_BYTES + RESTS_BYTES;

/** Writes an entry at a place, and returns the place behind it. Amounts are below 2^128. */
export function writeEntry(to: Uint8Array, view: DataView, at: number, entry: Entry): number {
  const { kind, task, debit, credit, value, rests } = entry;
  to[at] = ENTRY_KINDS.indexOf(kind);
  to[at + 1] = rests === undefined ? 0 : 1;
  view.setFloat64(at + 2, task);
  view.setFloat64(at + 10, debit);
  view.setFloat64(at + 18, credit);
  if (value <= LOW) {
    view.setBigUint64(at + 26, 0n);
    view.setBigUint64(at + 34, value);
  } else {
    view.setBigUint64(at + 26, value >> WORD);
    view.setBigUint64(at + 34, value & LOW);
  }
  if (rests === undefined) return at + PLAIN_BYTES;
  view.setUint32(at + 42, rests.height);
  to.set(hexBytes(rests.block, 32), at + 46);
  to.set(hexBytes(rests.outpoint, 36), at + 78);
  return at + ENTRY_BYTES_MAX;
}

/** The entries of a payload; undefined if it is not entirely made of them. */
export function readEntries(bytes: Uint8Array): readonly Entry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = ENTRY_KINDS[bytes[at]!];
    const flag = bytes[at + 1];
    const size = flag === 1 ? ENTRY_BYTES_MAX : PLAIN_BYTES;
    if (kind === undefined || flag === undefined || flag > 1 || at + size > bytes.length) return undefined;
    const plain = {
      kind,
      task: view.getFloat64(at + 2) as TaskId,
      debit: view.getFloat64(at + 10) as Account,
      credit: view.getFloat64(at + 18) as Account,
      value: ((view.getBigUint64(at + 26) << WORD) | view.getBigUint64(at + 34)) as Amount,
    };
    entries.push(flag === 0 ? plain : { ...plain, rests: readRests(bytes, view, at + PLAIN_BYTES) });
    at += size;
  }
  return entries;
}

function readRests(bytes: Uint8Array, view: DataView, at: number): Rests {
  return {
    height: view.getUint32(at),
    block: hexOf(bytes.subarray(at + 4, at + 36)),
    outpoint: hexOf(bytes.subarray(at + 36, at + 72)),
  };
}

function hexBytes(text: string, length: number): Uint8Array {
  const bytes = bytesOfHex(text);
  assert(bytes?.length === length, 'a hash is written as hex digits', { text, length });
  return bytes;
}
