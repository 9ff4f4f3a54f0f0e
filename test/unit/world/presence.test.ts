// Nodes that come and go by themselves, in whole small worlds.

import { describe, expect, it } from 'vitest';
import { NODE_CRASHED, NODE_REGISTERED, NODE_RESTARTED, RESULT_HELD } from '../../../core/protocol/index.ts';
import type { Cell, NodeGroup } from '../../../sim/scenario/index.ts';
import { cell, constant, device, exponential, jobsAt, network, nodes, seconds } from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';

const HOUR = 3600;
const patient = { ...cell().liveness, patience: seconds(1e6), heartbeat: seconds(600) };

/** Runs until an instant, in seconds. */
function runUntil(at: number, groups: readonly NodeGroup[], more: Partial<Cell> = {}): Promise<WatchedRun> {
  const long = jobsAt([at], constant(0));
  return runWatched(
    cell({ nodes: [nodes(1, { group: 'always' }), ...groups], workload: [long], liveness: patient, ...more }),
  );
}

const changes = ({ chronicle }: WatchedRun): [number, number][] =>
  [
    ...chronicle.of(NODE_CRASHED).map(({ at }): [number, number] => [at, -1]),
    ...chronicle.of(NODE_RESTARTED).map(({ at }): [number, number] => [at, 1]),
  ].sort((a, b) => a[0] - b[0]);

describe('churn', () => {
  it('is met in equilibrium: as many nodes are up at first as in the long run', async () => {
    const churn = { up: exponential(seconds(100)), down: exponential(seconds(300)), start: 'equilibrium' as const };
    const run = await runUntil(1, [nodes(2000, { churn })]);
    const up = 2000 - run.chronicle.of(NODE_CRASHED).filter(({ at }) => at === 0).length;
    expect(up / 2000).toBeGreaterThan(0.25 - 4 * Math.sqrt((0.25 * 0.75) / 2000));
    expect(up / 2000).toBeLessThan(0.25 + 4 * Math.sqrt((0.25 * 0.75) / 2000));
    expect(run.chronicle.of(NODE_REGISTERED).filter(({ at }) => at === 0)).toHaveLength(up + 1);
    expect(run.broken).toEqual([]);
  });

  it('may begin with all nodes just online', async () => {
    const churn = { up: constant(seconds(10)), down: constant(seconds(5)), start: 'up' as const };
    expect(changes(await runUntil(26, [nodes(1, { churn })]))).toEqual([
      [10, -1],
      [15, 1],
      [25, -1],
    ]);
  });
});

it('a trace says when nodes are online; one that it does not name always is', async () => {
  const online = [
    [
      [0, 10e6],
      [30e6, 40e6],
    ],
    undefined,
    [[5e6, 6e6]],
  ] as NonNullable<NodeGroup['online']>;
  const run = await runUntil(100, [nodes(3, { online })]);
  expect(changes(run)).toEqual([
    [0, -1],
    [5, 1],
    [6, -1],
    [10, -1],
    [30, 1],
    [40, -1],
  ]);
  expect(run.broken).toEqual([]);
});

describe('sleep', () => {
  const hours = (from: number, until: number): NodeGroup['sleep'] => ({
    from: seconds(from * HOUR),
    until: seconds(until * HOUR),
  });

  it('is by the clocks of the region', async () => {
    // Tokyo is nine hours ahead: it sleeps from 13 to 21 UTC, and Sao Paulo, three behind, from 1 to 9 UTC.
    const asleep = hours(22, 6);
    const groups = ['tokyo', 'sao-paulo'].map((region) => nodes(1, { group: region, region, sleep: asleep! }));
    const run = await runUntil(40 * HOUR, groups);
    expect(changes(run).map(([at, step]) => [at / HOUR, step])).toEqual([
      [1, -1],
      [9, 1],
      [13, -1],
      [21, 1],
      [25, -1],
      [33, 1],
      [37, -1],
    ]);
    expect(run.broken).toEqual([]);
  });

  it('can be under way when the run begins', async () => {
    const run = await runUntil(30 * HOUR, [nodes(1, { sleep: hours(20, 2)! })]);
    expect(changes(run).map(([at, step]) => [at / HOUR, step])).toEqual([
      [0, -1],
      [2, 1],
      [20, -1],
      [26, 1],
    ]);
  });
});

it('a group’s own class of access, or its device’s, delays its messages', async () => {
  const heldAt = async (more: Partial<NodeGroup>): Promise<number> => {
    const place = { network: network({ latency: constant(0) }), workload: [jobsAt([100], constant(0))] };
    const { chronicle } = await runWatched(cell({ nodes: [nodes(1, more)], liveness: patient, ...place }));
    return chronicle.of(RESULT_HELD)[0]!.at - 100;
  };
  expect(await heldAt({})).toBeLessThan(0.001);
  // Half a round trip of 49 ms each way, and some jitter.
  for (const more of [{ access: 'dsl' }, { device: device({ access: 'dsl' }) }]) {
    const latency = await heldAt(more);
    expect(latency).toBeGreaterThan(0.049);
    expect(latency).toBeLessThan(0.5);
  }
});
