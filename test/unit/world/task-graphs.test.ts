// Task graphs in whole small worlds: the published makespans come out of real messages, and what breaks is mended.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitRate, milliseconds } from '../../../core/foundation/index.ts';
import {
  EXECUTION_STARTED,
  INPUT_ARRIVED,
  INPUT_REFUSED,
  NODE_LIED,
  RESULT_HELD,
  TASK_SUBMITTED,
} from '../../../core/protocol/index.ts';
import { strategies } from '../../../core/scheduling/index.ts';
import type { Cell, ResolvedGraph, ResolvedWorkload } from '../../../sim/scenario/index.ts';
import { cell, constant, crash, device, network, nodes, seconds, strategy, traceOf, workload } from '../../cells.ts';
import { runWatched } from '../../runs.ts';
import { carriedOut, type Edges, exampleEdges, exampleTimes } from '../scheduling/jobs.ts';

const machines = ['p1', 'p2', 'p3', 'p4'];

/** Times in seconds by machine, edges [from, to, seconds] counting from 1. */
function graphOf(times: readonly (readonly number[])[], edges: Edges): ResolvedGraph {
  return {
    tasks: times.map((row, index) => ({
      name: String(index + 1),
      time: Object.fromEntries(row.map((time, at) => [machines[at]!, seconds(time)])),
    })),
    edges: edges.map(([from, to, time]) => ({ from: from - 1, to: to - 1, time: seconds(time), bytes: 0 })),
  };
}

const graphWork = (graph: ResolvedGraph): ResolvedWorkload =>
  workload({ graph, arrivals: traceOf(0), work: { unit: 'time', amount: constant(0), copies: 'shared' } });

function graphCell(name: string, graph: ResolvedGraph, count: number, more: Partial<Cell> = {}): Cell {
  return cell({
    nodes: machines.slice(0, count).map((group) => nodes(1, { group })),
    workload: [graphWork(graph)],
    scheduling: strategy(name),
    ...more,
  });
}

const example = graphOf(exampleTimes, exampleEdges);

describe('the published example', () => {
  it.each([
    ['heft', 80],
    ['cpop', 86],
  ])('takes %s %d seconds', async (name, makespan) => {
    const { metrics, broken } = await runWatched(graphCell(name, example, 3), { wire: true });
    expect(metrics['makespan']).toBe(makespan);
    expect(broken).toEqual([]);
  });

  it.each([
    ['min-min', 36],
    ['max-min', 48],
  ])('takes %s %d seconds as independent tasks', async (name, makespan) => {
    const { metrics } = await runWatched(graphCell(name, graphOf(exampleTimes, []), 3));
    expect(metrics['makespan']).toBe(makespan);
  });
});

const jobs = fc.integer({ min: 1, max: 4 }).chain((count) =>
  fc.integer({ min: 1, max: 8 }).chain((size) =>
    fc.record({
      times: fc.array(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: count, maxLength: count }), {
        minLength: size,
        maxLength: size,
      }),
      edges: fc
        .uniqueArray(fc.tuple(fc.integer({ min: 1, max: size }), fc.integer({ min: 1, max: size }), fc.nat(20)), {
          selector: ([from, to]) => `${from} ${to}`,
        })
        .map((edges) => edges.filter(([from, to]) => from < to)),
    }),
  ),
);

it.each(['heft', 'cpop', 'min-min', 'max-min', 'sufferage'])('%s: the world carries out the plan', async (name) => {
  await fc.assert(
    fc.asyncProperty(jobs, fc.integer({ min: 1, max: 99 }), async ({ times, edges }, shuffleTies) => {
      const { metrics, broken } = await runWatched(graphCell(name, graphOf(times, edges), times[0]!.length), {
        shuffleTies,
      });
      expect(broken).toEqual([]);
      expect(metrics['makespan']).toBe(carriedOut(name, times, edges).makespan);
    }),
    { numRuns: 25 },
  );
});

it.each(strategies.map(({ name }) => name))('%s gets every task of a graph done, whatever breaks', async (name) => {
  for (const recovery of ['requeue', 'lose'] as const) {
    const { metrics, broken } = await runWatched(
      graphCell(name, example, 3, {
        network: network({ up: bitRate(1e6), down: bitRate(1e6) }),
        workload: [{ ...graphWork(example), arrivals: traceOf(0, 20, 40) }],
        stop: {},
        recovery,
        faults: [crash(['p3-1'], 20, 15), crash(['p2-1'], 61, 100), crash(['p1-1'], 90, 5)],
        liveness: { ...cell().liveness, heartbeat: seconds(2), abandon: seconds(20) },
      }),
    );
    expect(broken).toEqual([]);
    expect(metrics['tasks.completed']).toBe(1);
  }
});

it('moves bytes at the speed of the links, and tasks of one node need no moving', async () => {
  const graph: ResolvedGraph = {
    tasks: [
      { name: 'a', time: seconds(1) },
      { name: 'b', time: seconds(1) },
    ],
    edges: [{ from: 0, to: 1, time: 0, bytes: 1e6 }],
  };
  const links = device({ up: bitRate(8e6), down: bitRate(8e6) });
  const far = graphCell('round-robin', graph, 2, {
    nodes: [nodes(2, { device: links })],
    network: network({ latency: constant(milliseconds(10)) }),
  });
  const { chronicle } = await runWatched(far);
  const [, second] = chronicle.of(EXECUTION_STARTED);
  const [arrived] = chronicle.of(INPUT_ARRIVED);
  // A second through both links at once, after a second of work.
  expect(arrived!.at).toBeGreaterThan(2);
  expect(arrived!.at).toBeLessThan(2.1);
  expect(second!.at).toBe(arrived!.at);
  const near = await runWatched({ ...far, scheduling: strategy('heft') });
  expect(near.chronicle.of(INPUT_ARRIVED)).toEqual([]);
});

it('fails what needs a task that failed, and a client that waits for its job goes on', async () => {
  const graph = graphOf([[5], [1], [1]], [[1, 2, 0]]);
  const late = graphCell('heft', graph, 1, {
    workload: [
      { ...graphWork(graph), expires: seconds(3), arrivals: { kind: 'closed', clients: 1, think: constant(0) } },
    ],
    stop: { tasks: 6 },
  });
  const { chronicle, broken } = await runWatched(late);
  expect(broken).toEqual([]);
  expect(chronicle.of(TASK_SUBMITTED).map(({ at }) => at)).toEqual([0, 0, 0, 3, 3, 3]);
  expect(chronicle.of(RESULT_HELD).map(({ fact }) => fact.status)).not.toContain('completed');
});

it('keeps what is sent ahead, however wide a graph is', async () => {
  // What needs the quick one and the slow one has the output of the quick one long before its turn.
  const children = Array.from({ length: 900 }, (_, at) => at + 3);
  const row = (time: number): number[] => [time, time, time];
  const times = [row(1), row(100), ...children.map(() => row(0.01))];
  const edges: Edges = children.flatMap((child) => [[1, child, 0.001] as const, [2, child, 0.001] as const]);
  const { chronicle, metrics, broken } = await runWatched(graphCell('heft', graphOf(times, edges), 3));
  expect(broken).toEqual([]);
  expect(chronicle.of(INPUT_REFUSED)).toEqual([]);
  // Three hundred each, after the slow one.
  expect(metrics['makespan']).toBeLessThan(104);
});

describe('a node that hands on other outputs than it has returned, or none', () => {
  const liar = (withholds: number): Cell =>
    graphCell('heft', example, 3, {
      nodes: [
        nodes(1, { group: 'p1' }),
        nodes(1, { group: 'p2', behaviour: [{ name: 'misdeliverer', parameters: { rate: 1, withholds } }] }),
        nodes(1, { group: 'p3' }),
      ],
      network: network({ latency: constant(milliseconds(10)) }),
      workload: [{ ...graphWork(example), expires: seconds(3_600) }],
    });

  it.each([
    ['others', 0],
    ['none', 1],
  ])('is believed nowhere, and every task is done: %s', async (_, withholds) => {
    const { chronicle, metrics, broken, ended } = await runWatched(liar(withholds));
    expect(broken).toEqual([]);
    expect(metrics['tasks.completed']).toBe(1);
    const liars = new Set(chronicle.of(NODE_LIED).map(({ party }) => party));
    expect(liars.size).toBe(1);
    if (withholds === 0) expect(chronicle.of(INPUT_REFUSED).every(({ fact }) => liars.has(fact.sender))).toBe(true);
    if (withholds === 0) expect(chronicle.of(INPUT_REFUSED).length).toBeGreaterThan(0);
    // Later than planned, since what does not come is asked for after a while.
    expect(ended).toBeGreaterThan(100);
  });
});
