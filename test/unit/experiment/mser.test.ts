import { expect, test } from 'vitest';
import { truncation } from '../../../sim/experiment/mser.ts';
import { averageBatches } from '../../../sim/experiment/warmup.ts';

test('a step at the start is cut off', () => {
  // By hand: d = 0: 13.5/64 = 0.211; d = 1: (54/7)/49 = 0.157; d = 2: 0, and so it stays.
  expect(truncation([3, 3, 0, 0, 0, 0, 0, 0])).toEqual({ batches: 2, settled: true });
});

test('a noisy tail keeps the minimum where the formula puts it', () => {
  // z = 10, 1, 2, 1, 2, 1, 2, 1. d = 0: 63.5/64 = 0.992; d = 1: (12/7)/49 = 0.0350; d = 2: 1.5/36 = 0.0417;
  // d = 3: 1.2/25 = 0.048; d = 4: 1/16 = 0.0625.
  expect(truncation([10, 1, 2, 1, 2, 1, 2, 1])).toEqual({ batches: 1, settled: true });
});

test('a constant series needs no cut: the smallest truncation wins a tie', () => {
  expect(truncation(new Array<number>(20).fill(7))).toEqual({ batches: 0, settled: true });
});

test('a series that never settles says so', () => {
  expect(truncation(Array.from({ length: 20 }, (_, index) => index))).toEqual({ batches: 10, settled: false });
});

test('batches average over replications, five tasks at a time', () => {
  const rising = Float64Array.from({ length: 52 }, (_, index) => index);
  const flat = new Float64Array(60).fill(2);
  const batches = averageBatches([rising, flat]);
  expect(batches).toHaveLength(10);
  expect(batches?.[0]).toBe((2 + 2) / 2);
  expect(batches?.[9]).toBe((47 + 2) / 2);
});

test('a task that was not completed is left out of its batch', () => {
  const series = new Float64Array(50).fill(4);
  series[0] = Number.NaN;
  expect(averageBatches([series, new Float64Array(50).fill(13)])?.[0]).toBe((4 * 4 + 5 * 13) / 9);
});

test('too few tasks, or a batch that nobody completed, leave it undetermined', () => {
  expect(averageBatches([new Float64Array(49)])).toBe(undefined);
  expect(averageBatches([new Float64Array(60).fill(1).fill(Number.NaN, 20, 25)])).toBe(undefined);
});
