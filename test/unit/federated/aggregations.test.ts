// Aggregation rules against published values, against plain definitions, and against what their theorems forbid.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregations, findAggregation } from '../../../core/federated/index.ts';

/** Contributions whose parameters all have one value. */
const flat = (values: readonly number[], length = 4) =>
  values.map((value) => ({ update: new Float64Array(length).fill(value), examples: 1, staleness: 0 }));

function combine(rule: string, updates: ReturnType<typeof flat>, given: Record<string, number> = {}) {
  const definition = findAggregation(rule)!;
  const defaults = Object.fromEntries(
    Object.entries(definition.parameters).map(([name, { default: usual }]) => [name, usual]),
  );
  const setting = { parameters: updates[0]!.update.length, trainers: updates.length, epochs: 1, batch: 1, rate: 0.1 };
  return definition.create({ ...defaults, ...given }, setting).combine(updates);
}

describe('aggregation rules', () => {
  // Flower, framework/py/flwr/server/strategy/*_test.py.
  it.each([
    ['krum', { f: 1 }, [0.2, 0.7, 1], 0.7],
    ['multi-krum', { f: 1, keep: 2 }, [0.2, 0.5, 1], 0.35],
    ['coordinate-median', {}, [0.2, 1, 0.5], 0.5],
    ['median', {}, [0.2, 1, 0.5, 0.7], 0.6],
  ] as const)('%s %o of %o is %d', (rule, given, values, expected) => {
    for (const value of combine(rule, flat(values), given).change) expect(value).toBeCloseTo(expected, 12);
  });

  it('refuses what the theorems forbid', () => {
    const needs = (rule: string, parameters: Record<string, number>, participants: number) => {
      const definition = findAggregation(rule)!;
      const defaults = Object.fromEntries(
        Object.entries(definition.parameters).map(([name, { default: usual }]) => [name, usual]),
      );
      return definition.refuses?.({ ...defaults, ...parameters }, participants);
    };
    for (const [rule, f, least] of [
      ['krum', 2, 7],
      ['multi-krum', 2, 7],
      ['bulyan', 2, 11],
      ['coordinate-median', 2, 5],
      ['geometric-median', 2, 5],
    ] as const) {
      expect(needs(rule, { f }, least)).toBeUndefined();
      expect(needs(rule, { f }, least - 1)).toBeDefined();
    }
    expect(needs('multi-krum', { f: 2, keep: 4 }, 7)).toContain('n - f - 2 = 3');
    expect(needs('trimmed-mean', { beta: 0.2, f: 2 }, 10)).toBeUndefined();
    expect(needs('trimmed-mean', { beta: 0.2, f: 3 }, 10)).toBeDefined();
    expect(needs('trimmed-mean', { beta: 0.5 }, 10)).toBeDefined();
  });

  it('take the median and the trimmed mean of each parameter as sorting does', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 0.49, noNaN: true }), (all, beta) => {
        const sorted = [...all].sort((a, b) => a - b);
        const half = sorted.length / 2;
        const median = (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
        expect(combine('median', flat(all, 1)).change[0]).toBe(
          sorted.length % 2 === 1 ? sorted[Math.floor(half)] : median,
        );
        const cut = Math.floor(beta * all.length);
        const kept = sorted.slice(cut, sorted.length - cut);
        const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
        expect(combine('trimmed-mean', flat(all, 1), { beta }).change[0]).toBeCloseTo(mean, 5);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['scattered', (at: number) => (at * 7_919) % 1_009],
    ['tied', (at: number) => at % 3],
    ['equal', () => 4],
    ['rising', (at: number) => at],
    ['falling', (at: number) => -at],
    ['mostly the least', (at: number) => (at % 50 === 7 ? at : 0)],
  ])('take them as sorting does of as many values as are sampled: %s', (_, valueOf) => {
    for (const count of [200, 201, 1_000, 1_001]) {
      const all = Array.from({ length: count }, (__, at) => valueOf(at));
      const sorted = [...all].sort((a, b) => a - b);
      const median = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
      expect(combine('median', flat(all, 1)).change[0]).toBe(median);
      for (const beta of [0.02, 0.2, 0.45]) {
        const cut = Math.floor(beta * count);
        const kept = sorted.slice(cut, count - cut);
        const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
        expect(combine('trimmed-mean', flat(all, 1), { beta }).change[0]).toBe(mean);
      }
    }
  });

  it('bear a liar far away, but for the mean', () => {
    const updates = flat([1, 1.01, 0.99, 1.02, 0.98, 1, 1.01, 1e6]);
    expect(combine('fedavg', updates).change[0]).toBeGreaterThan(1_000);
    for (const rule of ['krum', 'multi-krum', 'coordinate-median', 'trimmed-mean', 'bulyan', 'geometric-median']) {
      const { change } = combine(rule, updates);
      expect(Math.abs(change[0]! - 1)).toBeLessThan(0.03);
    }
    expect(combine('krum', updates).rejected).toHaveLength(7);
    expect(combine('multi-krum', updates).rejected).toEqual(expect.arrayContaining([7]));
  });

  it('weigh by examples, and a claim of too many no more than the cap', () => {
    const updates = flat([0, 1]).map((each, at) => ({ ...each, examples: [100, 300][at]! }));
    expect(combine('fedavg', updates).change[0]).toBeCloseTo(0.75, 12);
    const inflated = flat([0, 0, 1]).map((each, at) => ({ ...each, examples: [100, 100, 1e9][at]! }));
    expect(combine('fedavg', inflated).change[0]).toBeCloseTo(300 / 500, 12);
  });

  it('count stale contributions for 1 / sqrt(1 + staleness)', () => {
    const updates = flat([1, 1]).map((each, at) => ({ ...each, staleness: [0, 3][at]! }));
    expect(combine('fedbuff', updates).change[0]).toBeCloseTo((1 + 0.5) / 2, 12);
  });

  it('shorten long updates', () => {
    const [long] = flat([3, 0]);
    expect(combine('norm-clipping', [long!], { norm: 1 }).change[0]).toBeCloseTo(0.5, 12);
  });

  it('step as Adam does, without correction of the bias', () => {
    const { change } = combine('fedadam', flat([0.5]), { rate: 0.1, beta1: 0.9, beta2: 0.99, tau: 0.01 });
    const moment = 0.1 * 0.5;
    const square = 0.99 * 1e-4 + 0.01 * 0.25;
    expect(change[0]).toBeCloseTo((0.1 * moment) / (Math.sqrt(square) + 0.01), 12);
  });

  it.each(aggregations.map(({ name }) => name))('%s gives what equal contributions say, or goes its way', (rule) => {
    const { change } = combine(rule, flat([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]), { norm: 10 });
    if (rule !== 'fedadam') for (const value of change) expect(value).toBeCloseTo(0.5, 12);
    else expect(change[0]).toBeGreaterThan(0);
  });
});
