import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../core/foundation/index.ts';
import { compareCells, relativeHalfWidth } from '../../../sim/experiment/comparisons.ts';
import { holm, pairedP } from '../../../sim/experiment/statistics.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { CellResult } from '../../../sim/results/index.ts';
import { runOf } from './fixture.ts';

const cell = (id: string, values: readonly (number | undefined)[], metric = 'latency.mean'): CellResult => ({
  id,
  factors: { scheduling: id },
  runs: values.map((value, at) => runOf(at + 1, value === undefined ? {} : { [metric]: value })),
  summary: {},
});

// Student's sleep data (Biometrika 6, 1908): extra hours of sleep by two soporifics, ten patients.
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe("Student's paired t test", () => {
  test("gives the published figures of Student's sleep data: t = 4.0621, p = 0.002833, 0.7001 to 2.4599", () => {
    const [comparison] = compareCells([cell('a', first), cell('b', second)], ['latency.mean']);
    expect(comparison).toMatchObject({ metric: 'latency.mean', a: 'a', b: 'b', verdict: 'higher' });
    expect(comparison!.difference).toBeCloseTo(1.58, 12);
    expect(comparison!.p).toBeCloseTo(0.00283289, 8);
    expect(comparison!.ci95[0]).toBeCloseTo(0.7001142, 6);
    expect(comparison!.ci95[1]).toBeCloseTo(2.4598858, 6);
  });

  test('of differences that never vary, nothing is left to chance', () => {
    expect(pairedP([0, 0, 0])).toBe(1);
    expect(pairedP([2, 2, 2])).toBe(0);
    const [same] = compareCells([cell('a', first), cell('b', first)], ['latency.mean']);
    expect(same).toMatchObject({ difference: 0, ci95: [0, 0], p: 1, verdict: 'no difference' });
  });
});

describe("Holm's correction", () => {
  test('gives the adjusted values of a worked example, in the order given', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((value, at) => expect(adjusted[at]).toBeCloseTo(value, 12));
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  test('is over all pairs and metrics: a pair that is told apart alone is not among many', () => {
    const differences = [0.9, 1.5, -0.5, 0.8, -0.2, 1.2, 0.4, -0.6, 1, 0.9];
    const noisy = cell(
      'b',
      first.map((value, at) => value + differences[at]!),
    );
    const alone = compareCells([cell('a', first), noisy], ['latency.mean'])[0]!;
    const others = ['c', 'd', 'e', 'f'].map((id) => cell(id, first));
    const among = compareCells([cell('a', first), noisy, ...others], ['latency.mean']);
    expect(among).toHaveLength(15);
    expect(alone.verdict).toBe('higher');
    expect(among[0]).toMatchObject({ difference: alone.difference, ci95: alone.ci95, verdict: 'no difference' });
  });
});

test('pairs are of the seeds that both have; with fewer than two there is nothing to say', () => {
  const gaps = cell('b', [1.9, undefined, 1.1, 0.1, undefined, 4.4, 5.5, 1.6, 4.6, 3.4]);
  const [comparison] = compareCells([cell('a', first), gaps], ['latency.mean']);
  expect(comparison!.difference).toBeCloseTo((1.2 + 1.3 + 1.3 + 1 + 1.8 + 0.8 + 4.6 + 1.4) / 8, 12);
  expect(compareCells([cell('a', [1, undefined]), cell('b', [undefined, 2])], ['latency.mean'])).toEqual([]);
  expect(compareCells([cell('a', first), cell('b', second)], ['energy.perTask'])).toEqual([]);
});

test('the half-width that decides about more seeds is of differences, or of the mean of a single cell', () => {
  const shifted = first.map((value) => value + 5);
  expect(relativeHalfWidth([cell('a', shifted), cell('b', shifted)], ['latency.mean'])).toBe(0);
  // t(0.975; 9) s/sqrt(n) of the sleep differences, over the mean of the first.
  const pair = relativeHalfWidth(
    [
      cell('a', shifted),
      cell(
        'b',
        second.map((value) => value + 5),
      ),
    ],
    ['latency.mean'],
  );
  expect(pair).toBeCloseTo(0.8798858 / 5.75, 6);
  expect(relativeHalfWidth([cell('a', [9, 10, 11])], ['latency.mean'])).toBeCloseTo((4.30265 / Math.sqrt(3)) * 0.1, 5);
});

test('95 % intervals of a known difference cover it in 92 to 98 % of 500 comparisons', () => {
  const random = openStream(7, 'coverage');
  const normal = (): number => normalQuantile(random.uniform());
  let covered = 0;
  let wide = 0;
  let narrow = 0;
  for (let repetition = 0; repetition < 500; repetition++) {
    const common = Array.from({ length: 20 }, normal);
    const a = common.map((shared) => 10 + 3 * shared + normal());
    const b = common.map((shared) => 9 + 3 * shared + normal());
    const stranger = Array.from({ length: 20 }, () => 9 + 3 * normal() + normal());
    const width = (values: readonly number[]): number => {
      const { ci95 } = compareCells([cell('a', a), cell('b', values)], ['latency.mean'])[0]!;
      if (values === b && ci95[0] <= -1 && ci95[1] >= -1) covered++;
      return ci95[1] - ci95[0];
    };
    narrow += width(b);
    wide += width(stranger);
  }
  expect(covered / 500).toBeGreaterThan(0.92);
  expect(covered / 500).toBeLessThan(0.98);
  // Common random numbers take 3^2 of each variance of 10 out of the difference: sqrt(10) = 3.2 times narrower.
  expect(wide / narrow).toBeGreaterThan(2.9);
  expect(wide / narrow).toBeLessThan(3.5);
});
