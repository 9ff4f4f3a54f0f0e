import { describe, expect, test } from 'vitest';
import { interval, mean, summarise, variance } from '../../../sim/experiment/statistics.ts';

describe('mean and variance', () => {
  // NIST's Statistical Reference Datasets, univariate: certified values.
  const numAcc2 = [1.2, ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 1.1 : 1.3))];
  const numAcc4 = [10000000.2, ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 10000000.1 : 10000000.3))];

  test('NumAcc2: mean 1.2, standard deviation 0.1', () => {
    expect(mean(numAcc2)).toBeCloseTo(1.2, 15);
    expect(Math.sqrt(variance(numAcc2))).toBeCloseTo(0.1, 13);
  });

  test('NumAcc4: mean 10000000.2, standard deviation 0.1, where the naive formula has no digit right', () => {
    expect(mean(numAcc4)).toBe(10000000.2);
    expect(Math.sqrt(variance(numAcc4))).toBeCloseTo(0.1, 7);
  });

  test('equal values have that mean exactly and no variance', () => {
    const values = new Array<number>(20).fill(0.1);
    expect(mean(values)).toBe(0.1);
    expect(variance(values)).toBe(0);
  });

  test('no value has no mean, and one value no variance', () => {
    expect(() => mean([])).toThrow('a mean needs a value');
    expect(() => variance([1])).toThrow('a variance needs two values');
  });
});

describe('interval', () => {
  // With s²/n = 1 the half-width is the quantile itself; tables: t(0.975; 1, 2, 9, 19) and t(0.995; 9, 19).
  const unit = (n: number): number[] => {
    const raw = Array.from({ length: n }, (_, i) => i);
    const scale = Math.sqrt(n / variance(raw));
    return raw.map((value) => value * scale);
  };
  test.each([
    [2, 0.95, 12.7062],
    [3, 0.95, 4.30265],
    [10, 0.95, 2.26216],
    [20, 0.95, 2.09302],
    [10, 0.99, 3.24984],
    [20, 0.99, 2.86093],
  ])('n = %i at %d has t = %d', (n, confidence, t) => {
    const [low, high] = interval(unit(n), confidence);
    expect((high - low) / 2).toBeCloseTo(t, 4);
  });

  test("Student's sleep data (1908): mean 2.33, 95 % interval 0.8976775 to 3.7623225", () => {
    const extra = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    expect(summarise(extra).mean).toBeCloseTo(2.33, 12);
    const [low, high] = summarise(extra).ci95!;
    expect(low).toBeCloseTo(0.8976775, 6);
    expect(high).toBeCloseTo(3.7623225, 6);
  });

  test('is absent for a single run', () => {
    expect(summarise([3])).toEqual({ mean: 3, n: 1 });
  });
});
