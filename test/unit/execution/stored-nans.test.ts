// A stored NaN with other bits than the one of the rules, and a module that looks at them: whatever it makes of what it
// sees, nobody else ever knows. Engines on x86 have such bits for 0/0.

import { describe, expect, it } from 'vitest';
import { execute, limitPresets, prepare, runTask, runtimes } from '../../../core/execution/index.ts';
import { instantiateInterpreter } from '../../../core/execution/interpreter.ts';
import { instantiateV8 } from '../../../core/execution/v8-instance.ts';
import { taskOf } from '../../wat.ts';

const limits = { ...limitPresets.relaxed, startMilliseconds: 60_000, gas: 1_000_000n };

/** Stores 0/0, does `reaction` if its bits are not those of the rules, and returns them. */
const reactingBy = (reaction: string): Uint8Array =>
  taskOf(
    `(local $zero f32)
     (local.set $zero (f32.convert_i32_u (i32.load8_u (local.get $at))))
     (f32.store (i32.const 64) (f32.div (local.get $zero) (local.get $zero)))
     (if (i32.eq (i32.load (i32.const 64)) (i32.const 0xffc00000)) (then ${reaction}))
     (i64.const 0x4000000004)`,
    `(func $trap unreachable)
     (func $deeper (call $deeper))
     (func $spin (loop $again (br $again)))`,
  );

const reactions = {
  'by nothing': '(nop)',
  'by another output': '(return (i64.const 0x4400000008))',
  'by a trap': '(unreachable)',
  'by a trap in a call': '(call $trap)',
  'by all the gas': '(loop $again (br $again))',
  'by all the gas in a call': '(call $spin)',
  'by the stack': '(call $deeper)',
  'by more memory than is granted': '(drop (memory.grow (i32.const 65535))) (unreachable)',
};

const inThread = { v8: instantiateV8, interpreter: instantiateInterpreter };

describe.each(Object.entries(reactions))('a module that reacts %s', (_, reaction) => {
  const module = reactingBy(reaction);

  it.each(Object.entries(inThread))('has the one NaN in %s, and its gas is exact', (__, engine) => {
    const prepared = prepare(module, limits, false);
    if (prepared.kind === 'refused') throw new Error(prepared.detail);
    const [nan, one] = [0, 1].map((byte) =>
      runTask(prepared.bytes, prepared.abi, new Uint8Array([byte]), limits, engine),
    );
    expect(nan!.outcome, nan!.detail).toBe('ok');
    expect(Buffer.from(nan!.output).toString('hex')).toBe('0000c07f');
    expect(Buffer.from(one!.output).toString('hex')).toBe('0000803f');
    expect(nan!.gas).toBe(one!.gas);
  });
});

it('has the one NaN in Wasmer', async () => {
  const runtime = runtimes.find(({ name }) => name === 'wasmer')!;
  if (runtime.missing?.() !== undefined) return;
  const module = reactingBy(reactions['by all the gas in a call']);
  const { outcome, output, detail } = await execute(module, new Uint8Array(1), { limits, trace: false, runtime });
  expect(outcome, detail).toBe('ok');
  expect(Buffer.from(output).toString('hex')).toBe('0000c07f');
});
