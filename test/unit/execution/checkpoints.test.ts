// The hook of checkpoints: called as gas is used, in every engine at the same places, and nothing else changes.

import { describe, expect, it } from 'vitest';
import { limitPresets, prepare, runTask } from '../../../core/execution/index.ts';
import { instantiateInterpreter } from '../../../core/execution/interpreter.ts';
import { instantiateV8 } from '../../../core/execution/v8-instance.ts';
import { taskOf } from '../../wat.ts';

const limits = { ...limitPresets.strict, gas: 1_000_000n };
/** Counts the length of its input down, through a table and a function that is only named, and then traps or not. */
const counting = taskOf(
  `(local $left i32)
   (local.set $left (i32.mul (local.get $length) (i32.const 100)))
   (loop $again
     (drop (call_indirect (param i32) (result i32) (local.get $left) (i32.const 0)))
     (drop (call $one (local.get $left)))
     (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
   (drop (i32.load (i32.mul (local.get $length) (i32.const 16384))))
   (i64.const 0x4000000004)`,
  `(func $one (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
   (table funcref (elem $one))
   (global funcref (ref.func $one))
   (start $begin) (func $begin (drop (call $one (i32.const 1))))`,
);

function run(bytes: Uint8Array, every: bigint | undefined, engine: typeof instantiateV8) {
  const prepared = prepare(counting, limits, true, every);
  if (prepared.kind === 'refused') throw new Error(prepared.detail);
  return runTask(prepared.bytes, prepared.abi, bytes, limits, engine);
}

describe('checkpoints', () => {
  it.each([
    [2, 'ok'],
    [4, 'trap'],
  ])('of a run on %i bytes, which ends as %s, are the same in both engines', (length, outcome) => {
    const input = new Uint8Array(length);
    const inV8 = run(input, 1_000n, instantiateV8);
    expect(inV8.outcome).toBe(outcome);
    expect(run(input, 1_000n, instantiateInterpreter)).toEqual(inV8);
    const { checkpoints = [], ...rest } = inV8;
    expect(rest).toEqual(run(input, undefined, instantiateV8));
    expect(checkpoints.length).toBe(Number(inV8.gas / 1_000n));
    for (const [at, { gas }] of checkpoints.entries()) {
      expect(gas).toBeGreaterThanOrEqual(BigInt(1_000 * (at + 1)));
      expect(gas).toBeLessThan(BigInt(1_000 * (at + 2)));
    }
    expect(new Set(checkpoints.map(({ traceHash }) => traceHash)).size).toBe(checkpoints.length);
  });

  it('that one block passes several of are one', () => {
    const { checkpoints = [], gas } = run(new Uint8Array(2), 1n, instantiateV8);
    expect(checkpoints.length).toBeGreaterThan(200);
    expect(BigInt(checkpoints.length)).toBeLessThan(gas);
  });
});
