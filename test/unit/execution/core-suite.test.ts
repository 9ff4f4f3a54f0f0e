// The official WebAssembly core test suite behind the gate, in V8 and in the interpreter; `npm run soak` adds Wasmer.

import { describe, expect, it } from 'vitest';
import { runScript } from '../../core-suite/run-script.ts';
import { ourEngines, SUITE, scriptsIn } from '../../core-suite/run-suite.ts';
import { type Command, readScript } from '../../core-suite/script.ts';
import { moduleOf } from '../../wat.ts';

const names = scriptsIn(SUITE);

describe('the WebAssembly core test suite', () => {
  if (names === undefined) it.skip('needs scripts/get-wasm-suite.sh .wasm-suite', () => undefined);
  it.each(names ?? [])('%s', async (name) => {
    expect((await runScript(readScript(SUITE, name), ourEngines)).failures).toEqual([]);
  });
});

/** A script of our own over one module that divides, keeps a number, and reads memory. */
function script(commands: readonly Omit<Command, 'line'>[]) {
  const module = moduleOf(`(module
    (memory 1)
    (global $kept (mut i32) (i32.const 5))
    (func (export "divide") (param i32 i32) (result i32) (i32.div_u (local.get 0) (local.get 1)))
    (func (export "keep") (param i32) (global.set $kept (local.get 0)))
    (func (export "kept") (result i32 f32) (global.get $kept) (f32.div (f32.const 0) (f32.const 0)))
    (func (export "read") (param i32) (result i32) (i32.load (local.get 0)))
    (func $deep (export "deep") (call $deep)))`);
  const all = [{ type: 'module', filename: 'm' }, ...commands].map((each, line) => ({ ...each, line }));
  return { name: 'own', commands: all, bytesOf: (file: string) => (file === 'm' ? module : new Uint8Array(8)) };
}
const i32 = (value: number) => ({ type: 'i32', value: String(value) });
const invoke = (field: string, ...args: number[]) => ({ type: 'invoke' as const, field, args: args.map(i32) });
const gives = (field: string, args: number[], ...expected: { type: string; value: string }[]) => ({
  type: 'assert_return',
  action: invoke(field, ...args),
  expected,
});
const traps = (text: string, field: string, ...args: number[]) => ({
  type: 'assert_trap',
  text,
  action: invoke(field, ...args),
});
const failuresOf = async (...commands: Omit<Command, 'line'>[]) =>
  (await runScript(script(commands), ourEngines)).failures.map((each) => each.replace(/^own.wast:/, ''));

describe('whoever runs the suite', () => {
  const nan = { type: 'f32', value: 'nan:canonical' };

  it('keeps what actions did, in their order, and takes traps for what they are', async () => {
    const passed = await runScript(
      script([
        gives('divide', [7, 2], i32(3)),
        gives('kept', [], i32(5), nan),
        { type: 'action', action: invoke('keep', 8) },
        traps('integer divide by zero', 'divide', 1, 0),
        gives('kept', [], i32(8), nan),
        traps('out of bounds memory access', 'read', 70_000),
        { type: 'assert_exhaustion', text: 'call stack exhausted', action: invoke('deep') },
        { type: 'assert_malformed', module_type: 'binary', text: 'unexpected end', filename: 'broken' },
      ]),
      ourEngines,
    );
    expect(passed).toMatchObject({ passed: 8, failures: [] });
    expect([...passed.skipped]).toEqual([]);
  });

  it('finds a wrong result, a missing trap, another trap and a module that should have been refused', async () => {
    expect(await failuresOf(gives('divide', [7, 2], i32(4)))).toEqual(['1: divide gave 3 for i32 4']);
    expect(await failuresOf(gives('kept', [], i32(5), { type: 'f32', value: String(0xffc0_0000) }))).toEqual([
      '1: kept gave 2143289344 for f32 4290772992',
    ]);
    expect(await failuresOf(traps('integer divide by zero', 'divide', 1, 1))).toEqual([
      '1: ended as ok, not trap: v8: ',
    ]);
    expect(await failuresOf(traps('integer overflow', 'divide', 1, 0))).toEqual([
      "1: trapped for 'division by zero', not 'integer overflow'",
    ]);
    expect(await failuresOf({ type: 'assert_invalid', module_type: 'binary', filename: 'm' })).toEqual([
      '1: not refused () but no-function',
    ]);
  });

  it('finds an engine that differs from the others', async () => {
    const [v8] = ourEngines;
    const late = {
      name: 'late',
      run: async (request: Parameters<NonNullable<typeof v8>['run']>[0]) => ({
        ...(await v8!.run(request)),
        gas: 1n,
      }),
    };
    const { failures } = await runScript(script([gives('divide', [7, 2], i32(3))]), [v8!, late]);
    expect(failures[0]).toContain('engines differ');
  });
});
