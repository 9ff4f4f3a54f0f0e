import { describe, expect, test } from 'vitest';
import { CounterRandom } from '../../../sim/tasks/index.ts';
import { extendedKey, threefry } from '../../../sim/tasks/threefry.ts';
import { chiSquared, correlation } from '../workload/statistics.ts';

type Words = readonly [number, number, number, number];

function block(counter: Words, key: Words): string[] {
  const out = new Int32Array(4);
  threefry(Int32Array.from(counter), extendedKey(key), out);
  return Array.from(out, (word) => (word >>> 0).toString(16).padStart(8, '0'));
}

describe('Threefry-4x32-20', () => {
  // kat_vectors of Random123.
  test('gives the known answers of its authors', () => {
    expect(block([0, 0, 0, 0], [0, 0, 0, 0])).toStrictEqual(['9c6ca96a', 'e17eae66', 'fc10ecd4', '5256a7d8']);
    expect(block([-1, -1, -1, -1], [-1, -1, -1, -1])).toStrictEqual(['2a881696', '57012287', 'f6c7446e', 'a16a6732']);
    expect(
      block(
        [0x243f6a88, 0x85a308d3 | 0, 0x13198a2e, 0x03707344],
        [0xa4093822 | 0, 0x299f31d0, 0x082efa98, 0xec4e6c89 | 0],
      ),
    ).toStrictEqual(['59cd1dbb', 'b8879579', '86b5d00c', 'ac8b6d84']);
  });
});

describe('counter-based draws', () => {
  const firstOf = (random: CounterRandom, task: number, copy: number): number => random.at(task, copy).uniform();

  test('depend on key, task and copy alone, in whatever order they are asked', () => {
    const random = new CounterRandom(1, 2);
    const again = new CounterRandom(1, 2);
    const stream = Array.from({ length: 11 }, (_, draw) => (draw === 0 ? random.at(77, 2) : random).uniform());
    again.at(5, 0).bits();
    again.at(77, 2);
    expect(stream.map(() => again.uniform())).toStrictEqual(stream);
    expect(new Set(stream).size).toBe(stream.length);
  });

  test('differ when any part of the name differs', () => {
    const high = 2 ** 32;
    const random = new CounterRandom(1, 2);
    const draws = [
      firstOf(random, 77, 2),
      firstOf(random, 77, 3),
      firstOf(random, 78, 2),
      firstOf(random, 77 + high, 2),
      firstOf(random, 77 + 2 * high, 2),
      firstOf(new CounterRandom(2, 2), 77, 2),
      firstOf(new CounterRandom(1, 3), 77, 2),
    ];
    expect(new Set(draws).size).toBe(draws.length);
  });

  test('are uniform and uncorrelated over the copies of consecutive tasks', () => {
    const random = new CounterRandom(3, 4);
    const first = Float64Array.from({ length: 100_000 }, (_, task) => firstOf(random, task, 0));
    const second = Float64Array.from({ length: 100_000 }, (_, task) => firstOf(random, task, 1));
    const bins = new Float64Array(256);
    for (const draw of first) bins[Math.floor(draw * 256)]!++;
    // The 99.9 % point of chi-squared with 255 degrees of freedom.
    expect(chiSquared(bins)).toBeLessThan(330.5);
    const limit = 3.3 / Math.sqrt(100_000);
    expect(Math.abs(correlation(first, second))).toBeLessThan(limit);
    expect(Math.abs(correlation(first, first.subarray(1)))).toBeLessThan(limit);
  });

  test('choose below n', () => {
    const random = new CounterRandom(5, 6).at(1, 1);
    const counts = new Float64Array(10);
    for (let draw = 0; draw < 100_000; draw++) counts[random.below(10)]!++;
    // The 99.9 % point of chi-squared with 9 degrees of freedom.
    expect(chiSquared(counts)).toBeLessThan(27.9);
  });
});
