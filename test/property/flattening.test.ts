// A flattened module against V8 on random modules and inputs: the same outcome, output and gas, and the same steps each
// time.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitPresets, prepare, runTask } from '../../core/execution/index.ts';
import { instantiateV8 } from '../../core/execution/v8-instance.ts';
import { flattenModule, runFlattened } from '../../core/proof/index.ts';
import { type Instruction, OP } from '../../core/proof/machine/instruction-set.ts';
import { integerModule } from '../wasm-modules.ts';

const STEPS_MAX = 100_000;
const RUNS = 60;
const limits = limitPresets.default;

it('comes to what V8 comes to', () => {
  const ends = new Map<string, number>();
  fc.assert(
    fc.property(integerModule, ({ module, input }) => {
      const flattened = flattenModule(module);
      expect(flattened).toMatchObject({ ok: true });
      if (!flattened.ok) return;
      // The circuit has every step write, and those without a result write 0: register 0 takes it, and stays 0.
      expect(flattened.value.instructions.filter(keepsRegisterZero)).toEqual(flattened.value.instructions);
      const ran = runFlattened(flattened.value, input, STEPS_MAX, limits.outputBytes);
      if (!ran.ok) throw new Error(ran.failures[0]!.message);
      const { end, outcome, output, gas, steps } = ran.value;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      expect(runFlattened(flattened.value, input, STEPS_MAX, limits.outputBytes)).toMatchObject({
        ok: true,
        value: { steps },
      });
      if (outcome === undefined) return;
      expect({ outcome, output, gas: BigInt(gas) }).toEqual(inV8(module, input));
    }),
    { numRuns: RUNS },
  );
  // The generator reaches both: results and traps.
  expect(ends.get('ok')).toBeGreaterThan(RUNS / 10);
  expect(ends.size).toBeGreaterThan(1);
});

const WITHOUT_RESULT: readonly number[] = [OP.halt, OP.jmp, OP.bnz, OP.bz, OP.jr];
const keepsRegisterZero = ({ op, rd }: Instruction): boolean =>
  op === OP.store || (rd === 0) === WITHOUT_RESULT.includes(op);

function inV8(module: Uint8Array, input: Uint8Array) {
  const prepared = prepare(module, limits, false);
  if (prepared.kind !== 'ready') throw new Error(prepared.detail);
  const { outcome, output, gas } = runTask(prepared.bytes, prepared.abi, input, limits, instantiateV8);
  return { outcome, output, gas };
}
