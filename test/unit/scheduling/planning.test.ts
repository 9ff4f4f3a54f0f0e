// The planning strategies against the example that their authors published, and against laws that every plan obeys.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedOut, type Edges, exampleEdges, exampleTimes } from './jobs.ts';

const planners = ['heft', 'cpop', 'min-min', 'max-min', 'sufferage'];

test('HEFT makes the schedule that its authors published', () => {
  const { makespan, schedule } = carriedOut('heft', exampleTimes, exampleEdges);
  expect(makespan).toBe(80);
  expect(schedule).toEqual({
    1: [3, 0, 9],
    4: [2, 18, 26],
    3: [3, 9, 28],
    2: [1, 27, 40],
    5: [3, 28, 38],
    6: [2, 26, 42],
    9: [2, 56, 68],
    7: [3, 38, 49],
    8: [1, 57, 62],
    10: [2, 73, 80],
  });
});

test('CPOP makes the published 86', () => {
  expect(carriedOut('cpop', exampleTimes, exampleEdges).makespan).toBe(86);
});

test('min-min and max-min on the costs of the example, as independent tasks', () => {
  expect(carriedOut('min-min', exampleTimes).makespan).toBe(36);
  expect(carriedOut('max-min', exampleTimes).makespan).toBe(48);
});

test('sufferage, worked by hand: the one that loses most by its second choice gets its first', () => {
  // Task 1 loses 4 without the first machine and task 2 loses 20: task 2 gets it, and task 1 waits for the next pass.
  expect(
    carriedOut('sufferage', [
      [6, 10],
      [10, 30],
    ]).schedule,
  ).toEqual({ 1: [2, 0, 10], 2: [1, 0, 10] });
});

test('a gap between two tasks is used, if the next one fits into it', () => {
  // 1 is fast on the second machine only, and what it puts out takes 40 to the first, where 2 has to run. 3 and 4 are
  // placed after 2, and fit before it.
  const times = [
    [20, 2],
    [30, 1000],
    [10, 100],
    [5, 100],
  ];
  const edges: Edges = [[1, 2, 40]];
  const { schedule } = carriedOut('heft', times, edges);
  expect(schedule).toEqual({ 1: [2, 0, 2], 2: [1, 42, 72], 3: [1, 0, 10], 4: [1, 10, 15] });
});

const problem = fc
  .record({ machines: fc.integer({ min: 1, max: 4 }), size: fc.integer({ min: 1, max: 9 }) })
  .chain(({ machines, size }) =>
    fc.record({
      times: fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: machines, maxLength: machines }), {
        minLength: size,
        maxLength: size,
      }),
      edges: fc.array(fc.tuple(fc.integer({ min: 1, max: size }), fc.integer({ min: 1, max: size }), fc.nat(20))),
    }),
  )
  .map(({ times, edges }) => {
    const forward = edges.filter(([from, to]) => from < to);
    const unique = new Map(forward.map((edge) => [`${edge[0]}-${edge[1]}`, edge]));
    return { times, edges: [...unique.values()] };
  });

test.each(planners)('%s places each task once, and never before its inputs', (name) => {
  fc.assert(
    fc.property(problem, ({ times, edges }) => {
      const { schedule, makespan } = carriedOut(name, times, edges);
      expect(Object.keys(schedule)).toHaveLength(times.length);
      for (const [from, to, time] of edges) {
        const [source, target] = [schedule[from]!, schedule[to]!];
        expect(target[1]).toBeGreaterThanOrEqual(source[2] + (source[0] === target[0] ? 0 : time));
      }
      const shortest = times.map((row) => Math.min(...row));
      expect(makespan).toBeGreaterThanOrEqual(Math.max(...shortest));
    }),
    { numRuns: 100 },
  );
});
