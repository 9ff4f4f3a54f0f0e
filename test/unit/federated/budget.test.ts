import { describe, expect, it } from 'vitest';
import { meanFromGrid, toGrid } from '../../../core/federated/fixed-point.ts';
import { composedEpsilon, conversions, orderGrids, PrivacyBudget } from '../../../core/federated/index.ts';
import { addGaussian, clip } from '../../../core/federated/noise.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const limit = { epsilon: 3, delta: 1e-5, conversion: 'canonne-2020' };

describe('the budget of a node', () => {
  it('composes over tasks with other noise, and ends before it is overdrawn', () => {
    const budget = new PrivacyBudget(limit);
    let rounds = 0;
    for (const mechanism = { noise: 8, sampling: 1 }; budget.affords(mechanism); rounds++) budget.spend(mechanism);
    const of = { sampling: 1, delta: 1e-5, orders: orderGrids['published']!, conversion: conversions[0]! };
    expect(composedEpsilon(8, { ...of, rounds }).epsilon).toBeLessThanOrEqual(3);
    expect(composedEpsilon(8, { ...of, rounds: rounds + 1 }).epsilon).toBeGreaterThan(3);
    expect(budget.spent).toBeCloseTo(composedEpsilon(8, { ...of, rounds }).epsilon, 9);
    // A task with more noise still fits in what is left.
    expect(budget.affords({ noise: 200, sampling: 0.01 })).toBe(true);
    expect(budget.spend({ noise: 200, sampling: 0.01 })).toBeLessThanOrEqual(3);
  });

  it('is spent when it is spent, even beyond its end: what was told was told', () => {
    const budget = new PrivacyBudget(limit);
    expect(budget.spent).toBe(0);
    expect(budget.affords({ noise: 0.5, sampling: 1 })).toBe(false);
    expect(budget.spend({ noise: 0.5, sampling: 1 })).toBeGreaterThan(3);
    expect(budget.affords({ noise: 1_000, sampling: 0.001 })).toBe(false);
  });
});

describe('a contribution', () => {
  it('is no longer than the norm, and unchanged below it', () => {
    const long = Float64Array.of(3, 4);
    expect([clip(long, 1), ...long]).toEqual([0.2, 0.6000000000000001, 0.8]);
    const short = Float64Array.of(0.3, 0.4);
    expect([clip(short, 1), ...short]).toEqual([1, 0.3, 0.4]);
    const rubbish = Float64Array.of(Number.NaN, 1);
    expect([clip(rubbish, 1), ...rubbish]).toEqual([0, 0, 0]);
  });

  it('carries noise of the deviation that was asked for', () => {
    const noise = new Float64Array(40_001);
    addGaussian(noise, 3, openStream(1, 'noise'));
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
    const tail = noise.filter((value) => Math.abs(value) > 3 * 1.959964).length / noise.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance / 9).toBeCloseTo(1, 1);
    expect(tail).toBeCloseTo(0.05, 2);
  });

  it('goes to a grid and back as a mean, to half a step', () => {
    const grid = { range: 2, bits: 16 };
    const rows = [
      [-2, 0.1, 1.5],
      [1, 0.2, 9],
    ];
    const sum = new Uint32Array(3);
    for (const row of rows) toGrid(row, grid).forEach((value, at) => (sum[at]! += value));
    const mean = meanFromGrid(sum, 2, grid);
    [-0.5, 0.15, 1.75].forEach((expected, at) => expect(Math.abs(mean[at]! - expected)).toBeLessThan(4 / 65_535));
    expect(Array.from(toGrid([Number.NaN, Infinity, -Infinity], grid))).toEqual([32768, 65535, 0]);
  });
});
