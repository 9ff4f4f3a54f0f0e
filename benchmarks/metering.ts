// What the gate's rules cost a module in V8: the rewritten one against the module as it came, in turns in this process.

import wabt from 'wabt';
import { decodeModule, limitPresets, prepare, rewrite } from '../core/execution/index.ts';
import { findTask, openTaskInputs, readTaskModule } from '../sim/tasks/index.ts';
import { instantiate, type TaskInstance } from '../test/task-instance.ts';
import type { Row } from './table.ts';

const SECONDS = 1.5;
const TARGETS = { integer: 1.1, float: 1.35, calls: 2.5 };
const REWRITE_TARGET = 1e6;
const limits = { ...limitPresets.relaxed, gas: 2n ** 62n };

interface Subject {
  readonly what: string;
  readonly module: Uint8Array;
  readonly input: Uint8Array;
  readonly target: number;
}

export async function meteringCosts(): Promise<Row[]> {
  const subjects: Subject[] = [
    catalogued('sha256', TARGETS.integer),
    catalogued('sort', TARGETS.integer),
    catalogued('matrix-multiply', TARGETS.float),
    catalogued('n-body', TARGETS.float),
    catalogued('classify-digit', TARGETS.float),
    { what: 'fib(25), calls', module: await compiled(FIB), input: new Uint8Array(4), target: TARGETS.calls },
  ];
  return [...subjects.flatMap(costsOf), rewriting()];
}

function catalogued(name: string, target: number): Subject {
  const task = findTask(name)!;
  return { what: name, module: readTaskModule(task), input: openTaskInputs(task.input)!.at(0), target };
}

function costsOf({ what, module, input, target }: Subject): Row[] {
  const prepared = prepare(module, limits, false);
  if (prepared.kind === 'refused') throw new Error(prepared.detail);
  const float = target === TARGETS.float;
  const rewritten = [prepared.bytes, ...(float ? [eagerly(module)] : [])];
  const [plain, metered, eager] = fastest([module, ...rewritten].map(instantiate), input);
  const row = (rules: string, seconds: number, against: string): Row => ({
    what: `${what}, ${rules}`,
    figure: `${(1e6 * seconds).toFixed(1)} µs`,
    baseline: `${(1e6 * plain!).toFixed(1)} µs plain; ${against}`,
    ratio: seconds / plain!,
  });
  return [
    row('with the rules of the gate', metered!, `target ${target}x`),
    ...(eager === undefined ? [] : [row('NaNs canonical behind every operator', eager, 'the baseline')]),
  ];
}

function eagerly(module: Uint8Array): Uint8Array {
  const decoded = decodeModule(module);
  const rewritten = decoded.ok ? rewrite(decoded.value, { limits, trace: false, eager: true }) : decoded;
  if (!rewritten.ok) throw new Error(rewritten.failures[0]!.message);
  return rewritten.value;
}

/** Least seconds of one run of each, taken in turns so that a slow moment of the machine hits all. */
function fastest(instances: readonly TaskInstance[], input: Uint8Array): number[] {
  const least = instances.map(() => Number.POSITIVE_INFINITY);
  const end = performance.now() + SECONDS * 1_000 * instances.length;
  while (performance.now() < end) {
    for (const [at, instance] of instances.entries()) {
      const began = performance.now();
      let runs = 0;
      do {
        instance.run(input);
        runs++;
      } while (performance.now() - began < 2);
      least[at] = Math.min(least[at]!, (performance.now() - began) / runs / 1_000);
    }
  }
  return least;
}

/** Modules that are mostly code: their bytes a second, validation included. */
function rewriting(): Row {
  const modules = ['n-body', 'sha256', 'sort', 'matrix-multiply'].map((name) => readTaskModule(findTask(name)!));
  const size = modules.reduce((sum, { length }) => sum + length, 0);
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + SECONDS * 1_000;
  while (performance.now() < end) {
    const began = performance.now();
    for (const module of modules) prepare(module, limits, false);
    least = Math.min(least, performance.now() - began);
  }
  const rate = (1_000 * size) / least;
  return {
    what: 'decoding, rewriting and validating twice',
    figure: `${(rate / 1e6).toFixed(2)} MB/s`,
    baseline: `target ${REWRITE_TARGET / 1e6} MB/s`,
    ratio: rate / REWRITE_TARGET,
  };
}

const FIB = `(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 16))
  (func $fib (param i32) (result i32)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add
        (call $fib (i32.sub (local.get 0) (i32.const 1)))
        (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  (func (export "run") (param i32 i32) (result i64)
    (i32.store (i32.const 0) (call $fib (i32.const 25)))
    (i64.const 4)))`;

async function compiled(text: string): Promise<Uint8Array> {
  const parsed = (await wabt()).parseWat('benchmark.wat', text);
  try {
    return new Uint8Array(parsed.toBinary({}).buffer);
  } finally {
    parsed.destroy();
  }
}
