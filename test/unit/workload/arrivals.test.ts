import { describe, expect, test } from 'vitest';
import { AssertionFailure, type Duration, exp, seconds, sin } from '../../../core/foundation/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Arrivals } from '../../../sim/scenario/index.ts';
import { createArrivals, createBatchSize } from '../../../sim/workload/index.ts';
import { average, KOLMOGOROV_LIMIT, kolmogorov, variance } from './statistics.ts';

const DAY = seconds(86_400);
const exponentialCdf = (x: number): number => 1 - exp(-x);

function instants(arrivals: Arrivals, count: number): Float64Array {
  const random = openStream(5, JSON.stringify(arrivals));
  const process = createArrivals(arrivals);
  return Float64Array.from({ length: count }, () => process.next(random));
}

/** How long after the one before, or after instant 0, each came. */
function gaps(at: Float64Array): Float64Array {
  return at.map((instant, index) => instant - (at[index - 1] ?? 0));
}

describe('Poisson arrivals', () => {
  const at = instants({ kind: 'poisson', rate: 50 }, 200_000);

  test('have exponential gaps of the right mean', () => {
    expect(
      kolmogorov(
        gaps(at).map((gap) => gap / 20_000),
        exponentialCdf,
      ),
    ).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  test('are counted with a variance equal to the mean', () => {
    const counts = new Float64Array(3_000);
    for (const instant of at) {
      const window = Math.floor(instant / 1e6);
      if (window < counts.length) counts[window]!++;
    }
    expect(average(counts)).toBeCloseTo(50, 0);
    const error = Math.sqrt(2 / counts.length);
    expect(Math.abs(variance(counts) / average(counts) - 1)).toBeLessThan(3.3 * error);
  });

  test('keep their rate when the gaps are shorter than the microsecond that instants are rounded to', () => {
    const fast = instants({ kind: 'poisson', rate: 5e6 }, 1_000_000);
    expect(Math.abs(fast.at(-1)! / 200_000 - 1)).toBeLessThan(3.3 / Math.sqrt(1_000_000));
  });
});

describe('arrivals every so often', () => {
  test('do not drift: the rounding of one is not added to the next', () => {
    const third: Arrivals = { kind: 'every', gap: { kind: 'constant', value: 1e6 / 3 } };
    const at = instants(third, 30_000);
    expect([...at.subarray(0, 4)]).toStrictEqual([333_333, 666_667, 1_000_000, 1_333_333]);
    expect(at.every((instant, index) => instant === Math.round(((index + 1) * 1e6) / 3))).toBe(true);
  });

  test('may have gaps of any distribution', () => {
    const at = instants({ kind: 'every', gap: { kind: 'uniform', from: 1_000, to: 3_000 } }, 100_000);
    expect(kolmogorov(gaps(at), (x) => (x - 1_000) / 2_000)).toBeLessThan(KOLMOGOROV_LIMIT);
  });
});

describe('a trace', () => {
  test('is followed, ties and all, and then ends', () => {
    const process = createArrivals({ kind: 'trace', at: [0, 5, 5, 1e9] });
    const random = openStream(1, 'unused');
    expect(Array.from({ length: 6 }, () => process.next(random))).toStrictEqual([0, 5, 5, 1e9, Infinity, Infinity]);
  });
});

describe('diurnal arrivals', () => {
  const amplitude = 0.8;
  const peak = seconds(50_000);
  const arrivals: Arrivals = { kind: 'diurnal', mean: 2, amplitude, period: DAY, peak };
  const at = instants(arrivals, 400_000);
  const twoDays = at.filter((instant) => instant < 2 * DAY);

  test('are a Poisson process when time is measured in expected arrivals', () => {
    const angle = (t: number): number => (2 * Math.PI * (t - peak)) / DAY;
    const expected = (t: number): number => (2 * (t + ((amplitude * DAY) / (2 * Math.PI)) * sin(angle(t)))) / 1e6;
    const rescaled = at.map((instant) => expected(instant) - expected(0));
    expect(kolmogorov(gaps(rescaled), exponentialCdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  test('come most at the peak, and least half a period later', () => {
    const hourAround = (centre: Duration): number =>
      twoDays.filter((instant) => Math.abs(((((instant - centre) % DAY) + 1.5 * DAY) % DAY) - DAY / 2) < 1_800e6)
        .length;
    const ratio = hourAround(peak) / hourAround((peak + DAY / 2) as Duration);
    expect(ratio).toBeGreaterThan(8);
    expect(ratio).toBeLessThan(10);
  });

  test('of amplitude 0 are Poisson', () => {
    const flat = instants({ ...arrivals, amplitude: 0 }, 100_000);
    expect(
      kolmogorov(
        gaps(flat).map((gap) => gap / 5e5),
        exponentialCdf,
      ),
    ).toBeLessThan(KOLMOGOROV_LIMIT);
  });
});

describe('batches', () => {
  const random = openStream(8, 'batches');
  const inner: Arrivals = { kind: 'every', gap: { kind: 'constant', value: 10 } };

  test('come when their arrivals do', () => {
    const process = createArrivals({ kind: 'batch', size: { kind: 'constant', value: 3 }, arrivals: inner });
    expect([process.next(random), process.next(random)]).toStrictEqual([10, 20]);
  });

  test('have whole sizes of at least 1', () => {
    const sizeOf = (value: number): number =>
      createBatchSize({ kind: 'batch', size: { kind: 'constant', value }, arrivals: inner })(random);
    expect([0, 0.2, 1, 2.6, 100].map(sizeOf)).toStrictEqual([1, 1, 1, 3, 100]);
    expect(createBatchSize(inner)(random)).toBe(1);
  });

  test('of batches multiply', () => {
    const twos: Arrivals = { kind: 'batch', size: { kind: 'constant', value: 2 }, arrivals: inner };
    const draw = createBatchSize({ kind: 'batch', size: { kind: 'empirical', values: [1, 3] }, arrivals: twos });
    const seen = new Set(Array.from({ length: 200 }, () => draw(random)));
    expect([...seen].sort((a, b) => a - b)).toStrictEqual([2, 4, 6]);
  });
});

test('what has no arrivals of its own, or a negative rate, is refused', () => {
  const closed: Arrivals = { kind: 'closed', clients: 3, think: { kind: 'constant', value: 1 } };
  expect(() => createArrivals(closed)).toThrow(AssertionFailure);
  expect(() => createArrivals({ kind: 'batch', size: { kind: 'constant', value: 2 }, arrivals: closed })).toThrow(
    AssertionFailure,
  );
  expect(() => createArrivals({ kind: 'diurnal', mean: 1, amplitude: 1.1, period: DAY, peak: DAY })).toThrow(
    AssertionFailure,
  );
});
