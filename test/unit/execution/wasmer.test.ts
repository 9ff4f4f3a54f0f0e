// Wasmer shows nothing of a module but its standard output: gas, trace and outcome must be V8's all the same.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, findRuntime, limitPresets } from '../../../core/execution/index.ts';
import { startWasmer } from '../../../core/execution/wasmer-library.ts';
import { findTask, openTaskInputs, readTaskModule, tasks } from '../../../sim/tasks/index.ts';
import { everywhere, granted } from '../../everywhere.ts';
import { commandOf, moduleOf, taskOf, wasiImports } from '../../wat.ts';

const folder = fileURLToPath(new URL('../../../scenarios/tasks/hostile/', import.meta.url));
const hostile = readdirSync(folder).flatMap((outcome) =>
  readdirSync(folder + outcome)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => `${outcome}/${name}`),
);
const INPUT = Uint8Array.from({ length: 16 }, (_, at) => 17 * at + 3);

let wasmer: Awaited<ReturnType<typeof startWasmer>>;
beforeAll(async () => {
  wasmer = await startWasmer();
});
afterAll(() => wasmer.close());

/** What all three came to. */
async function agreed(module: Uint8Array, limits = granted, input: Uint8Array = INPUT) {
  const { v8, interpreter, wasmer: inWasmer } = (await everywhere(wasmer, module, input, limits))!;
  expect(interpreter).toEqual(v8);
  expect(inWasmer).toEqual(v8);
  return v8;
}

describe('Wasmer', () => {
  it.each(tasks.map(({ name }) => name))('comes to what V8 comes to on %s', async (name) => {
    const task = findTask(name)!;
    const input = openTaskInputs(task.input)!.at(1);
    expect((await agreed(readTaskModule(task), limitPresets.strict, input)).outcome).toBe('ok');
  });

  it('ends hostile modules as V8 does, and goes on', { timeout: 120_000 }, async () => {
    const limits = { ...granted, gas: 300_000n };
    let run = 0;
    for (const name of hostile) {
      const ended = await everywhere(wasmer, new Uint8Array(readFileSync(folder + name)), INPUT, limits);
      if (ended === undefined) continue;
      run += 1;
      expect(ended.wasmer, name).toEqual(ended.v8);
    }
    expect(run).toBeGreaterThanOrEqual(40);
  });

  it('finds out exactly where a long run trapped', async () => {
    // Some 100,000 turns: more than are reported one by one.
    const loop = '(loop $next (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 1)))))';
    const far = taskOf(`(local.set $length (i32.const 100003)) ${loop} (i64.div_u (i64.const 1) (i64.const 0))`);
    const { outcome, gas } = await agreed(far);
    expect(outcome).toBe('trap');
    expect(gas).toBeGreaterThan(300_000n);
  });

  it('says that the gas was spent when a trap strikes before the meter looks', async () => {
    const additions = '(local.set $at (i32.add (local.get $at) (i32.const 1)))'.repeat(40);
    const spent = taskOf(`(block (br_if 0 (local.get $at)) (unreachable)) ${additions} (i64.load (i32.const -1))`);
    const { outcome, gas } = await agreed(spent, { ...granted, gas: 30n });
    expect({ outcome, gas }).toEqual({ outcome: 'gas', gas: 30n });
  });

  it.each([
    ['none at all', '0 0', '(i64.load (i32.const 0))', 'trap'],
    ['none at all, and grown by nothing', '0 0', '(drop (memory.grow (i32.const 0))) (i64.load (i32.const 0))', 'trap'],
    ['none at all, asked for more', '0 0', '(i64.extend_i32_s (memory.grow (i32.const 1)))', 'bad-output'],
    ['none until it grows', '0 3', '(drop (memory.grow (i32.const 2))) (i64.load (i32.const 131072))', 'trap'],
    ['none for long', '0', turns('(i64.load (i32.const 0))'), 'trap'],
    ['none, and an output of nothing', '0', '(i64.const 0)', 'ok'],
  ])('can tell of a module whose memory has no pages: %s', async (_, memory, run, outcome) => {
    const module = moduleOf(`(module (memory (export "memory") ${memory})
      (func (export "alloc") (param i32) (result i32) (i32.const 0))
      (func (export "run") (param $at i32) (param $length i32) (result i64) ${run}))`);
    expect((await agreed(module, granted, new Uint8Array(0))).outcome).toBe(outcome);
  });

  it('gives back an output that fills the memory', async () => {
    const fill = '(memory.fill (i32.const 0) (i32.const 7) (i32.const 131072)) (i64.const 131072)';
    const { output } = await agreed(taskOf(fill, '', '2'));
    expect(output).toBe('07'.repeat(131_072));
  });

  it('keeps to the limit of an output', async () => {
    const limits = { ...granted, outputBytes: 100 };
    expect((await agreed(taskOf('(i64.const 100)'), limits)).outcome).toBe('ok');
    expect((await agreed(taskOf('(i64.const 101)'), limits)).outcome).toBe('bad-output');
  });

  it('runs functions through tables, references and a start function as V8 does', async () => {
    const rest = `(type $f (func (result i64))) (table 4 funcref) (elem (i32.const 1) $a $b) (elem declare func $c)
      (func $a (result i64) (i64.const 1)) (func $b (param i32)) (func $c (result i64) (global.get $g))
      (global $g (mut i64) (i64.const 0)) (func $start (global.set $g (i64.const 5))) (start $start)`;
    const call = (at: number): string => `(call_indirect (type $f) (i32.const ${at}))`;
    expect((await agreed(taskOf(`(table.set (i32.const 3) (ref.func $c)) ${call(3)}`, rest))).outcome).toBe('ok');
    for (const at of [0, 2, 3, 4]) expect((await agreed(taskOf(call(at), rest))).outcome).toBe('trap');
  });

  it('is a time-out, and no verdict, when the wall clock ends a run; and its thread is gone', async () => {
    const spin = new Uint8Array(readFileSync(`${folder}gas/spin.wasm`));
    const limits = { ...limitPresets.relaxed, runMilliseconds: 300 };
    const done = await execute(spin, INPUT, { limits, trace: false, runtime: findRuntime('wasmer')! });
    expect(done.outcome).toBe('timeout');
    expect(done.executionHash).toBeUndefined();
  });
});

describe('the WASI of a command', () => {
  const echo = `(i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 7))
    (block $end (loop $next
      (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
      (br_if $end (i32.eqz (i32.load (i32.const 8))))
      (i32.store (i32.const 16) (i32.const 64)) (i32.store (i32.const 20) (i32.load (i32.const 8)))
      (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
      (i32.store (i32.const 4) (i32.const 7)) (br $next)))`;

  it('reads the input and writes the output', async () => {
    const { outcome, output } = await agreed(commandOf(echo));
    expect({ outcome, output }).toEqual({ outcome: 'ok', output: Buffer.from(INPUT).toString('hex') });
  });

  it.each([
    ['(call $exit (i32.const 0))', 'ok'],
    ['(call $exit (i32.const 3))', 'trap'],
    ['(unreachable)', 'trap'],
    ['(drop (i32.div_u (i32.const 1) (i32.const 0)))', 'trap'],
  ])('ends after %s as everywhere', async (end, outcome) => {
    expect((await agreed(commandOf(`${echo} ${end}`))).outcome).toBe(outcome);
  });

  it('refuses what does not fit into the limit of the output', async () => {
    expect((await agreed(commandOf(echo), { ...granted, outputBytes: 15 })).outcome).toBe('bad-output');
  });

  it.each([
    ['another stream', '(call $read (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0))', 8],
    ['another stream to write to', '(call $write (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))', 8],
    ['too many pairs', '(call $read (i32.const 0) (i32.const 0) (i32.const 1025) (i32.const 0))', 28],
    ['pairs outside', '(call $read (i32.const 0) (i32.const -8) (i32.const 1) (i32.const 0))', 21],
    ['a result outside', '(call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 65533))', 21],
    ['a place outside', '(call $write (i32.const 1) (i32.const 48) (i32.const 2) (i32.const 0))', 21],
    ['sizes outside', '(call $args (i32.const 0) (i32.const -1))', 21],
    ['sizes', '(call $args (i32.const 0) (i32.const 4))', 0],
    ['no environment', '(call $environ (i32.const -1) (i32.const -1))', 0],
    ['standard error', '(call $write (i32.const 2) (i32.const 32) (i32.const 2) (i32.const 0))', 0],
    ['pairs that overlap what is read', '(call $read (i32.const 0) (i32.const 32) (i32.const 2) (i32.const 36))', 21],
  ])('answers %s as ours does', async (_, call, code) => {
    const data = `(data (i32.const 32) "\\28\\00\\00\\00\\04\\00\\00\\00\\03\\00\\00\\00\\05\\00\\00\\00")
      (data (i32.const 48) "\\00\\00\\00\\00\\02\\00\\00\\00\\ff\\ff\\00\\00\\02\\00\\00\\00")`;
    // The answer, then the first 64 bytes as they are afterwards.
    const tell = `(i32.store (i32.const 128) ${call}) (i32.store (i32.const 136) (i32.const 128))
      (i32.store (i32.const 140) (i32.const 4)) (i32.store (i32.const 148) (i32.const 64))
      (drop (call $write (i32.const 1) (i32.const 136) (i32.const 2) (i32.const 152)))`;
    const { output } = await agreed(commandOf(tell, data));
    const answered = output.length - 2 * 68;
    expect(output.slice(answered, answered + 2)).toBe(code.toString(16).padStart(2, '0'));
  });

  it('serves a task, too, which gets its input twice', async () => {
    const module = moduleOf(`(module ${wasiImports} (memory (export "memory") 1)
      (func (export "alloc") (param i32) (result i32)
        (i32.store (i32.const 0) (i32.const 128)) (i32.store (i32.const 4) (i32.const 9))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8))) (i32.const 160))
      (func (export "run") (param i32 i32) (result i64)
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
        (i64.const 0x00000080_00000030)))`);
    const { output } = await agreed(module);
    const hex = Buffer.from(INPUT).toString('hex');
    expect(output).toBe(hex.slice(0, 18) + '00'.repeat(23) + hex);
  });

  it.each(['(call $exit (i32.const 0))', '(call $exit (i32.const 2))'])(
    'ends at an exit in alloc: %s',
    async (exit) => {
      const module = moduleOf(`(module ${wasiImports} (memory (export "memory") 1)
      (func (export "alloc") (param i32) (result i32) ${exit} (i32.const 0))
      (func (export "run") (param i32 i32) (result i64) (i64.const 0)))`);
      expect((await agreed(module)).outcome).toBe('trap');
    },
  );

  it('ends at an exit in a start function', async () => {
    const start = (code: number) => `(func $begin (call $exit (i32.const ${code}))) (start $begin)`;
    expect((await agreed(commandOf('(unreachable)', start(0)))).outcome).toBe('ok');
    expect((await agreed(commandOf('', start(1)))).outcome).toBe('trap');
  });
});

function turns(end: string): string {
  return `(local.set $length (i32.const 21)) (loop $next
    (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 1))))) ${end}`;
}
