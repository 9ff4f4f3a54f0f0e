// A module behaves as before behind the gate: same output, same traps, in every engine, and the same gas in each.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactly } from '../../core/execution/exact-code.ts';
import { limitPresets, prepare, runTask } from '../../core/execution/index.ts';
import { instantiateInterpreter } from '../../core/execution/interpreter.ts';
import { instantiateV8 } from '../../core/execution/v8-instance.ts';
import { instantiate } from '../task-instance.ts';
import { randomModule } from '../wasm-modules.ts';
import { wasm } from '../web-assembly.ts';

const limits = { ...limitPresets.strict, depth: 100_000 };
const RUNS = 600;

function plainly(module: Uint8Array, input: Uint8Array): string {
  try {
    return Buffer.from(instantiate(module).run(input)).toString('hex');
  } catch (error) {
    if (error instanceof wasm.RuntimeError) return 'trap';
    throw error;
  }
}

function rewritten(module: Uint8Array): Uint8Array {
  const prepared = prepare(module, limits, true);
  if (prepared.kind === 'refused') throw new Error(prepared.detail);
  return prepared.bytes;
}

describe('a rewritten module', () => {
  it('does what the module did with every NaN canonical at once, in V8 and in the interpreter', () => {
    let trapped = 0;
    fc.assert(
      fc.property(randomModule, ({ plain, canonical, input }) => {
        expect(wasm.validate(plain)).toBe(true);
        const bytes = rewritten(plain);
        const inV8 = runTask(bytes, 'task', input, limits, instantiateV8);
        const before = plainly(canonical, input);
        if (before === 'trap') trapped += 1;
        expect(inV8.outcome === 'ok' ? Buffer.from(inV8.output).toString('hex') : inV8.outcome).toBe(before);
        const interpreted = runTask(bytes, 'task', input, limits, instantiateInterpreter);
        expect({ ...interpreted, output: Buffer.from(interpreted.output).toString('hex') }).toEqual({
          ...inV8,
          output: Buffer.from(inV8.output).toString('hex'),
        });
        const { gas, traceHash } = runTask(exactly(bytes).bytes, 'task', input, limits, instantiateV8);
        expect({ gas, traceHash }).toEqual({ gas: inV8.gas, traceHash: inV8.traceHash });
      }),
      { numRuns: RUNS },
    );
    // The modules are of use only if many run to their end.
    expect(trapped).toBeLessThan(0.8 * RUNS);
  });
});
