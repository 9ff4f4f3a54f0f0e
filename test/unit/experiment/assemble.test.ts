import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildResults } from '../../../sim/experiment/assemble.ts';
import { evaluateThresholds } from '../../../sim/experiment/thresholds.ts';
import { ENGINE_VERSION } from '../../../sim/results/engine.ts';
import type { CellResult, RunResult } from '../../../sim/results/index.ts';
import type { ResolvedScenario, Threshold } from '../../../sim/scenario/index.ts';
import { namedCell, runOf } from './fixture.ts';

const scenario = (more: Partial<ResolvedScenario> = {}): ResolvedScenario => ({
  name: 'two-cells',
  sha256: 'f'.repeat(64),
  seeds: [1, 2],
  cells: [namedCell('a'), namedCell('b')],
  primary: [],
  thresholds: [],
  assumptions: [],
  assumed: [],
  notes: [],
  yaml: '',
  ...more,
});

const runs: readonly RunResult[] = [
  runOf(1, { 'latency.mean': 1, 'tasks.completed': 1 }),
  runOf(2, { 'latency.mean': 3, 'tasks.completed': 1, 'wait.mean': 5 }),
  runOf(1, { 'latency.mean': 10 }),
  runOf(2, { 'latency.mean': 10 }),
];

const atMost = (bound: number): Threshold => ({
  text: `latency.mean <= ${bound} s`,
  metric: 'latency.mean',
  comparison: '<=',
  bound,
});

test('runs go to their cells in order, and metrics are summarised over the runs that have them', () => {
  const results = buildResults(scenario(), runs, {});
  expect(results.cells.map(({ id, runs: own }) => [id, own.map(({ seed }) => seed)])).toEqual([
    ['a', [1, 2]],
    ['b', [1, 2]],
  ]);
  expect(Object.keys(results.cells[0]!.summary)).toEqual(['latency.mean', 'tasks.completed', 'wait.mean']);
  expect(results.cells[0]!.summary['latency.mean']).toMatchObject({ mean: 2, n: 2 });
  expect(results.cells[0]!.summary['wait.mean']).toEqual({ mean: 5, n: 1 });
  expect(results.cells[1]!.summary['latency.mean']).toEqual({ mean: 10, ci95: [10, 10], n: 2 });
  expect(results.verdict).toBe('pass');
});

test('options that change results are told, others are not', () => {
  expect(buildResults(scenario(), runs, { shuffleTies: 3 }).options).toEqual({ shuffleTies: 3 });
  expect(buildResults(scenario(), runs, {})).not.toHaveProperty('options');
});

test('a threshold that one cell misses fails the experiment', () => {
  const results = buildResults(scenario({ thresholds: [atMost(5)] }), runs, {});
  expect(results.thresholds).toEqual([
    { text: 'latency.mean <= 5 s', cell: 'a', value: 2, held: true },
    { text: 'latency.mean <= 5 s', cell: 'b', value: 10, held: false },
  ]);
  expect(results.verdict).toBe('fail');
});

test('an invariant that one run broke fails the experiment', () => {
  const broken = runs.map((run, index) =>
    index === 3 ? { ...run, invariants: [{ name: 'settles-once', held: false }] } : run,
  );
  expect(buildResults(scenario(), broken, {}).verdict).toBe('fail');
});

test('a metric that does not apply fails its threshold', () => {
  const threshold: Threshold = { text: 'wait.mean > 1 s', metric: 'wait.mean', comparison: '>', bound: 1 };
  const results = buildResults(scenario({ thresholds: [threshold] }), runs, {});
  expect(results.thresholds[1]).toEqual({ text: 'wait.mean > 1 s', cell: 'b', held: false });
});

test.each([
  ['<', [true, false, false]],
  ['<=', [true, true, false]],
  ['>', [false, false, true]],
  ['>=', [false, true, true]],
  ['==', [false, true, false]],
  ['!=', [true, false, true]],
] as const)('%s compares the mean with the bound', (comparison, held) => {
  const cells = [1, 2, 3].map(
    (mean): CellResult => ({ id: 'c', factors: {}, runs: [], summary: { m: { mean, n: 1 } } }),
  );
  const judged = evaluateThresholds([{ text: 't', metric: 'm', comparison, bound: 2 }], cells);
  expect(judged.map((one) => one.held)).toEqual(held);
});

test("the engine's version is the package's", () => {
  const read: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(read).toMatchObject({ version: ENGINE_VERSION });
});
