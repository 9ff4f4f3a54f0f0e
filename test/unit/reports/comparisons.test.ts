import { expect, test } from 'vitest';
import { statements } from '../../../reports/comparisons.ts';
import type { Comparison } from '../../../sim/results/index.ts';
import { cell, context, results } from './sample.ts';

const cells = [cell('aaa', { scheduling: 'random' }, { 1: [] }), cell('bbb', { scheduling: 'edf' }, { 1: [] })];
const said = (more: Partial<Comparison>, base?: number): ReturnType<typeof statements>[number] => {
  const comparison: Comparison = {
    ...{ metric: 'latency.mean', a: 'aaa', b: 'bbb', difference: -0.05, ci95: [-0.055, -0.045], p: 1e-9 },
    verdict: 'lower',
    ...more,
  };
  const all = results(cells, true);
  const based = all.cells.map((one) =>
    base === undefined
      ? one
      : { ...one, summary: { ...one.summary, [comparison.metric]: { mean: base, ci95: [base, base] as const, n: 2 } } },
  );
  return statements({ ...all, cells: based, comparisons: [comparison] }, context.metrics)[0]!;
};

test('a difference is told relative to the first of the pair, and in its own unit', () => {
  expect(said({})).toEqual({
    metric: 'latency.mean',
    pair: 'scheduling=edf against scheduling=random',
    words: '18 to 22 % lower (-55 ms to -45 ms)',
    p: 'p < 0.0001',
    verdict: 'lower',
  });
  expect(said({ difference: 0.25, ci95: [0.2, 0.3], p: 0.012, verdict: 'higher' })).toMatchObject({
    words: '80 to 120 % higher (+200 ms to +300 ms)',
    p: 'p = 0.012',
  });
  expect(said({ ci95: [-0.05, -0.05] }).words).toBe('20 % lower (-50 ms to -50 ms)');
});

test('what cannot be told apart is within noise, whatever its interval', () => {
  expect(said({ difference: 0.01, ci95: [-0.01, 0.03], p: 0.4, verdict: 'no difference' }).words).toBe(
    'within noise (-10 ms to +30 ms)',
  );
});

test('relative to nothing there is no percentage', () => {
  expect(said({ metric: 'deadline.missed', ci95: [0.1, 0.2], verdict: 'higher' }).words).toMatch(/^higher \(/);
});

test.each([
  ['a loss', 'attacker.roi', -0.5, [0.7, 0.9]],
  ['next to nothing', 'attacker.roi', 1e-8, [6, 7]],
] as const)('relative to %s there is no percentage', (_, metric, mean, ci95) => {
  expect(said({ metric, ci95, verdict: 'higher' }, mean).words).toMatch(/^higher \(/);
});
