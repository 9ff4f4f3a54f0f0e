import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { openStream, Stream } from '../../../sim/kernel/index.ts';
import { chiSquared, correlation } from '../workload/statistics.ts';

const DRAWS = 200_000;

const take = (draw: () => number): Float64Array => Float64Array.from({ length: 10_000 }, draw);

function uniforms(stream: Stream): Float64Array {
  return Float64Array.from({ length: DRAWS }, () => stream.uniform());
}

describe('a random stream', () => {
  test('draws what seedrandom draws, bit for bit', () => {
    for (const [seed, name] of [
      [1, 'arrivals/digits'],
      [2 ** 53 - 1, 'link/a>b'],
      ['a word', ''],
      [0, 'ünïcode/日本'],
    ] as const) {
      const stream = openStream(seed, name);
      const reference = seedrandom.alea(`${seed}|${name}`);
      expect(take(() => stream.uniform())).toStrictEqual(take(() => reference.double()));
    }
  });

  test('draws words that are seedrandom’s 32-bit integers without their sign', () => {
    const stream = openStream(7, 'words');
    const reference = seedrandom.alea('7|words');
    expect(take(() => stream.bits())).toStrictEqual(take(() => reference.int32() >>> 0));
  });

  test('is uniform: in 256 bins of the high bits, and of the low', () => {
    const high = new Float64Array(256);
    const low = new Float64Array(256);
    for (const draw of uniforms(openStream(11, 'uniform'))) {
      high[Math.floor(draw * 256)]!++;
      low[(draw * 2 ** 53) % 256]!++;
    }
    // The 99.9 % point of chi-squared with 255 degrees of freedom.
    expect(chiSquared(high)).toBeLessThan(330.5);
    expect(chiSquared(low)).toBeLessThan(330.5);
  });

  test('is not correlated with itself later, nor with its neighbours by name or seed', () => {
    const draws = uniforms(openStream(1, 'node/pi-1/churn'));
    const others = [
      openStream(1, 'node/pi-2/churn'),
      openStream(2, 'node/pi-1/churn'),
      openStream(11, 'node/pi-1/churn'),
    ];
    const limit = 3.3 / Math.sqrt(DRAWS);
    for (const lag of [1, 2, 3, 10]) expect(Math.abs(correlation(draws, draws.subarray(lag)))).toBeLessThan(limit);
    for (const other of others) expect(Math.abs(correlation(draws, uniforms(other)))).toBeLessThan(limit);
    expect(correlation(draws, draws)).toBeCloseTo(1, 10);
  });

  test('chooses below n without preference', () => {
    const stream = openStream(3, 'below');
    const counts = new Float64Array(7);
    for (let draw = 0; draw < DRAWS; draw++) counts[stream.below(7)]!++;
    // The 99.9 % point of chi-squared with 6 degrees of freedom.
    expect(chiSquared(counts)).toBeLessThan(22.5);
    expect(stream.below(1)).toBe(0);
  });
});
