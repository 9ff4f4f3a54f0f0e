// The course of a run against what must hold of any: Little's law on this very path, and the metrics of the same run.

import { expect, test } from 'vitest';
import { runCell } from '../../../sim/experiment/index.ts';
import { LEVELS } from '../../../sim/results/index.ts';
import { meshCell } from '../experiment/fixture.ts';

const cell = meshCell('course', { name: 'random', parameters: {} }, { stop: { tasks: 3_000 } });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test.each([1, 2, 3])('seed %i: areas and counts of the series agree with the metrics', async (seed) => {
  const { result, record } = await runCell(cell, seed, { record: true });
  const { series, bin, end, latency, timeline } = record!;
  expect(Object.values(series).every(({ length }) => length <= 200)).toBe(true);
  // The last bin is the mean of the part that the run reached.
  const span = (at: number): number => Math.min(bin, end - at * bin);
  const area = (name: string): number => sum(series[name]!.map((value, at) => value * span(at)));
  // L = lambda W: the time that all tasks spent in the mesh, seen from the clock and from the tasks.
  expect(area('open') / (3_000 * result.metrics['latency.mean']!)).toBeCloseTo(1, 2);
  expect(area('running') / (3_000 * result.metrics['service.mean']!)).toBeCloseTo(1, 2);
  expect(area('submitted') / 3_000).toBeCloseTo(1, 2);
  expect(area('completed') / 3_000).toBeCloseTo(1, 2);
  expect(Math.abs(bin * series['open']!.length - end)).toBeLessThan(2 * bin);
  const at = (level: number): number => latency.quantiles[LEVELS.indexOf(level)]!;
  expect(latency.n).toBe(3_000);
  expect(at(0.5) / result.metrics['latency.p50']!).toBeCloseTo(1, 3);
  expect(at(0.95) / result.metrics['latency.p95']!).toBeCloseTo(1, 3);
  expect(at(0.999) / result.metrics['latency.p999']!).toBeCloseTo(1, 3);
  const busy = sum(timeline.rows.flatMap((row) => row.busy)) * timeline.bin;
  expect(busy / area('running')).toBeCloseTo(1, 1);
});

test('a run that nobody asked to record has no course, and the same results', async () => {
  const plain = await runCell(cell, 1);
  const { result } = await runCell(cell, 1, { record: true });
  expect(plain.record).toBeUndefined();
  expect(plain.result).toEqual(result);
});
