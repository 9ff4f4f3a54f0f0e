// A native run ends where its stack does: nothing may be proven of what comes after.

import { expect, it } from 'vitest';
import { limitPresets, prepare, runTask } from '../../../core/execution/index.ts';
import { instantiateV8 } from '../../../core/execution/v8-instance.ts';
import { flattenModule, runFlattened } from '../../../core/proof/index.ts';
import { taskOf } from '../../wat.ts';

const limits = limitPresets.default;
const STEPS_MAX = 100_000;

const wide = (operands: number): string => `${'i32.const 0 '.repeat(operands)}${'drop '.repeat(operands)}`;

/** Functions that call one another in a row, each with so many operands at once. */
function chain(functions: number, operands: number): Uint8Array {
  const next = (at: number): string => (at + 1 < functions ? `call $f${at + 1}` : '');
  const all = Array.from({ length: functions }, (_, at) => `(func $f${at} ${wide(operands)} ${next(at)})`);
  return taskOf('call $f0 i64.const 0', all.join('\n'));
}

/** A function that calls itself so many times. */
function recursion(times: number, locals: number, body: string): Uint8Array {
  const again = 'local.get 0 (if (then local.get 0 i32.const 1 i32.sub call $f))';
  const all = `(func $f (param i32) ${'(local i32)'.repeat(locals)} ${body} ${again})`;
  return taskOf(`i32.const ${times} call $f i64.const 0`, all);
}

function native(module: Uint8Array): string {
  const prepared = prepare(module, limits, false);
  if (prepared.kind !== 'ready') throw new Error(prepared.detail);
  return runTask(prepared.bytes, prepared.abi, new Uint8Array(0), limits, instantiateV8).outcome;
}

function proven(module: Uint8Array): string | undefined {
  const program = flattenModule(module);
  if (!program.ok) throw new Error(program.failures[0]!.message);
  const ran = runFlattened(program.value, new Uint8Array(0), STEPS_MAX, limits.outputBytes);
  if (!ran.ok) throw new Error(ran.failures[0]!.message);
  return ran.value.outcome;
}

it('proves a run that its stack is just enough for, and nothing of one that it is not', () => {
  // 251 frames each, and one of `run`.
  const [enough, tooDeep] = [chain(8, 4_000), chain(9, 4_000)];
  expect([native(enough), native(tooDeep)]).toEqual(['ok', 'stack']);
  expect([proven(enough), proven(tooDeep)]).toEqual(['ok', undefined]);
});

it('looks along ways of any length', () => {
  expect(flattenModule(chain(20_000, 0))).toMatchObject({ ok: false });
});

it.each([
  ['small frames', 0, wide(0)],
  ['frames of operands', 0, wide(40)],
  ['frames of locals', 40, wide(0)],
  ['operands that never are', 0, `(block (br 0) ${wide(400)})`],
])('proves no recursion that its stack ends: %s', (_, locals, body) => {
  const runs = [10, 400, 600, 1_000, 2_000, 2_045, 2_060].map((times) => recursion(times, locals, body));
  expect(runs.map(native)).toContain('stack');
  expect(runs.map(proven)).toContain('ok');
  for (const run of runs) expect([undefined, native(run)]).toContain(proven(run));
});
