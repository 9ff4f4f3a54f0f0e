// The gas schedule is protocol: its numbers, added by hand for a few bodies.

import { describe, expect, it } from 'vitest';
import { GAS_SCHEDULE_VERSION, limitPresets, prepare, runTask } from '../../../core/execution/index.ts';
import { instantiateV8 } from '../../../core/execution/v8-instance.ts';

const MEMORY = [0x05, 0x03, 0x01, 0x00, 0x01];
const EXPORTS = [0x07, 0x18, 0x03, 0x06, ...text('memory'), 0x02, 0x00, 0x05, ...text('alloc'), 0x00, 0x00];

function text(word: string): number[] {
  return [...new TextEncoder().encode(word)];
}

/** alloc returns 0; run has the body given, which leaves an i64. */
function moduleOf(run: readonly number[], locals: readonly number[] = [0x00]): Uint8Array {
  const body = [...locals, ...run, 0x0b];
  const code = [0x02, 0x04, 0x00, 0x41, 0x00, 0x0b, body.length, ...body];
  const exported = [...EXPORTS, 0x03, ...text('run'), 0x00, 0x01];
  exported[1] = exported.length - 2;
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x0c, 0x02, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7e],
    ...[0x03, 0x03, 0x02, 0x00, 0x01],
    ...MEMORY,
    ...exported,
    ...[0x0a, code.length, ...code],
  ]);
}

function gasOfRun(module: Uint8Array, outcome = 'ok'): bigint {
  const prepared = prepare(module, limitPresets.strict, false);
  if (prepared.kind === 'refused') throw new Error(prepared.detail);
  const done = runTask(prepared.bytes, prepared.abi, new Uint8Array(0), limitPresets.strict, instantiateV8);
  expect(done.outcome).toBe(outcome);
  return done.gas;
}

/** Entering alloc (1) and its constant (1); entering run (1). */
const AROUND = 3n;

describe('gas schedule, version 2', () => {
  it('has that version', () => expect(GAS_SCHEDULE_VERSION).toBe(2));

  it('charges a constant 1', () => expect(gasOfRun(moduleOf([0x42, 0x00]))).toBe(AROUND + 1n));

  it('charges a load 2, a division 8 and the rest 1', () => {
    // i32.const 0, i64.load (2), i64.const 3, i64.div_u (8)
    expect(gasOfRun(moduleOf([0x41, 0x00, 0x29, 0x03, 0x00, 0x42, 0x03, 0x80]))).toBe(AROUND + 12n);
  });

  it('charges a loop for each turn', () => {
    // local = 5; loop: turn 1, get, const, sub, tee, br_if: 6 a turn; then a constant
    const turns = [0x41, 0x05, 0x21, 0x02, 0x03, 0x40, 0x20, 0x02, 0x41, 0x01, 0x6b, 0x22, 0x02, 0x0d, 0x00, 0x0b];
    expect(gasOfRun(moduleOf([...turns, 0x42, 0x00], [0x01, 0x01, 0x7f]))).toBe(AROUND + 2n + 5n * 6n + 1n);
  });

  it('charges a fill by its length', () => {
    // place 0, value 0, 800 bytes: 3 constants, 3 for the fill, 100 for the length; then a constant
    const fill = [0x41, 0x00, 0x41, 0x00, 0x41, 0xa0, 0x06, 0xfc, 0x0b, 0x00];
    expect(gasOfRun(moduleOf([...fill, 0x42, 0x00]))).toBe(AROUND + 3n + 3n + 100n + 1n);
  });

  it('charges straight code as a whole, also where a trap cuts it short', () => {
    // i32.const 1, i32.const 0, i32.div_s (8), drop; then a constant
    const traps = [0x41, 0x01, 0x41, 0x00, 0x6d, 0x1a, 0x42, 0x00];
    expect(gasOfRun(moduleOf(traps), 'trap')).toBe(AROUND + 12n);
  });

  it('charges one more at entry for every 16 parameters and locals', () => {
    expect(gasOfRun(moduleOf([0x42, 0x00], [0x01, 0x1e, 0x7f]))).toBe(AROUND + 2n + 1n);
  });
});
