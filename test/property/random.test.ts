import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import type { Random } from '../../core/protocol/index.ts';
import { openStream } from '../../sim/kernel/index.ts';
import { CounterRandom } from '../../sim/tasks/index.ts';

const seed = fc.oneof(fc.maxSafeInteger(), fc.string());
const generator: fc.Arbitrary<Random> = fc.oneof(
  fc.tuple(seed, fc.string()).map(([value, name]) => openStream(value, name)),
  fc
    .tuple(fc.integer(), fc.integer(), fc.maxSafeNat(), fc.nat(1_000))
    .map(([key0, key1, task, copy]) => new CounterRandom(key0, key1).at(task, copy)),
);

describe('random streams', () => {
  test('equal seedrandom for every seed and name', () => {
    fc.assert(
      fc.property(seed, fc.string(), (value, name) => {
        const stream = openStream(value, name);
        const reference = seedrandom.alea(`${value}|${name}`);
        for (let draw = 0; draw < 20; draw++) expect(stream.uniform()).toBe(reference.double());
      }),
      { numRuns: 500 },
    );
  });

  test('stay in their ranges', () => {
    fc.assert(
      fc.property(generator, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (random, n) => {
        for (let draw = 0; draw < 20; draw++) {
          const uniform = random.uniform();
          const word = random.bits();
          const chosen = random.below(n);
          expect(uniform > 0 && uniform < 1).toBe(true);
          expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
          expect(Number.isInteger(chosen) && chosen >= 0 && chosen < n).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
