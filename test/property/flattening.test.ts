// A flattened module against V8 on random modules and inputs: the same output or the same trap, and the same steps
// each time.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flattenModule, runFlattened } from '../../core/proof/index.ts';
import { instantiate } from '../task-instance.ts';
import { integerModule } from '../wasm-modules.ts';
import { wasm } from '../web-assembly.ts';

const STEPS_MAX = 100_000;
const RUNS = 60;

it('comes to what V8 comes to', () => {
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(integerModule, ({ module, input }) => {
      const flattened = flattenModule(module);
      expect(flattened).toMatchObject({ ok: true });
      if (!flattened.ok) return;
      const ran = runFlattened(flattened.value, input, STEPS_MAX, 80);
      if (!ran.ok) throw new Error(ran.failures[0]!.message);
      const { end, output, steps } = ran.value;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (end === 'too deep' || end === 'too many steps') return;
      const inV8 = answerOf(module, input);
      const type = /function/.test(end) ? 'no function of that type' : end;
      expect({ end: type, output: end === 'ok' ? output : undefined }).toEqual({ end: inV8.end, output: inV8.output });
      expect(runFlattened(flattened.value, input, STEPS_MAX, 80)).toMatchObject({ ok: true, value: { steps } });
    }),
    { numRuns: RUNS },
  );
  // The generator reaches both: results and traps.
  expect(ends.get('ok')).toBeGreaterThan(RUNS / 10);
  expect(ends.size).toBeGreaterThan(1);
});

/** How V8 names the same ends. */
const TRAPS: readonly (readonly [RegExp, string])[] = [
  [/unreachable/, 'unreachable'],
  [/(divide|remainder) by zero/, 'division by zero'],
  [/divide result unrepresentable/, 'integer overflow'],
  [/memory access out of bounds/, 'memory out of bounds'],
  [/table index is out of bounds/, 'table out of bounds'],
  [/null function|signature mismatch/, 'no function of that type'],
];

function answerOf(module: Uint8Array, input: Uint8Array): { end: string; output: Uint8Array | undefined } {
  try {
    return { end: 'ok', output: instantiate(module).run(input) };
  } catch (error) {
    if (!(error instanceof wasm.RuntimeError)) throw error;
    const found = TRAPS.find(([said]) => said.test(error.message));
    return { end: found?.[1] ?? error.message, output: undefined };
  }
}
