// What a module that runs as a WASI command writes about itself: eight 64-bit numbers behind its output.

import type { Meters } from './ends.ts';

export const KIND = {
  /** The driver came to its end: `value` is the length of the output. */
  returned: 0,
  /** The module called proc_exit with the code `value`. */
  exited: 1,
  /** It came to an `unreachable`, of its own or of a meter. */
  trapped: 2,
  badInput: 3,
  badOutput: 4,
  /** The output has `value` bytes, and so many are not granted. */
  tooLong: 5,
  /** It runs on: the gas so far, and in `value` after how many events it will say so again. */
  tick: 6,
  /** As tick, but it has no memory to tell it from and run on. */
  paused: 7,
} as const;

/** What was being called. */
export const PHASE = { start: 0, alloc: 1, run: 2, command: 3 } as const;

export interface CommandRecord extends Meters {
  readonly kind: number;
  readonly value: bigint;
  readonly phase: number;
  readonly overflowed: boolean;
  /** How often gas, status or trace had been written. */
  readonly count: bigint;
}

/** Offsets of the numbers. */
export const FIELD = {
  kind: 0,
  value: 8,
  gas: 16,
  trace: 24,
  status: 32,
  phase: 40,
  overflowed: 48,
  count: 56,
} as const;
export const RECORD_BYTES = 64;

export function readRecord(bytes: Uint8Array, start: number): CommandRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, RECORD_BYTES);
  const at = (field: number): bigint => view.getBigInt64(field, true);
  return {
    kind: Number(at(FIELD.kind)),
    value: at(FIELD.value),
    gasLeft: at(FIELD.gas),
    trace: at(FIELD.trace),
    status: Number(at(FIELD.status)),
    phase: Number(at(FIELD.phase)),
    overflowed: at(FIELD.overflowed) !== 0n,
    count: at(FIELD.count),
  };
}
