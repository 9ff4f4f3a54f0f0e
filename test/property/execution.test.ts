// Whatever the bytes, the gate answers; and what it lets through stays within its limits.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeModule, limitPresets, prepare, runTask } from '../../core/execution/index.ts';
import { instantiateV8 } from '../../core/execution/v8-instance.ts';

const folder = fileURLToPath(new URL('../../scenarios/tasks/hostile/ok/', import.meta.url));
const seeds = readdirSync(folder)
  .filter((name) => name.endsWith('.wasm'))
  .map((name) => new Uint8Array(readFileSync(folder + name)));
const limits = { ...limitPresets.strict, gas: 200_000n, memoryPages: 64 };
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const mutated = fc
  .record({
    seed: fc.constantFrom(...seeds),
    changes: fc.array(fc.record({ at: fc.nat(), to: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ seed, changes }) => {
    const bytes = seed.slice();
    for (const { at, to } of changes) bytes[8 + (at % (bytes.length - 8))] = to;
    return bytes;
  });

describe('the gate', () => {
  it('answers to random bytes behind a right beginning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
        const decoded = decodeModule(new Uint8Array([...MAGIC, ...rest]));
        if (!decoded.ok) expect(decoded.failures[0]!.message).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets no mutated module pass its limits, and gives the same end twice', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const prepared = prepare(bytes, limits, true);
        if (prepared.kind === 'refused') {
          // The rewriter never makes an invalid module of a valid one.
          expect(prepared.outcome).not.toBe('unknown');
          return;
        }
        const run = () => runTask(prepared.bytes, prepared.abi, new Uint8Array(16), limits, instantiateV8);
        const done = run();
        expect(done.gas).toBeLessThanOrEqual(limits.gas);
        expect(run()).toEqual(done);
      }),
      { numRuns: 1_000 },
    );
  });
});
