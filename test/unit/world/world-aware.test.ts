// Strategies that look at resources, power and carbon, in small worlds whose best answer is known beforehand.

import { describe, expect, it } from 'vitest';
import { bytes, clientOf, watts } from '../../../core/foundation/index.ts';
import { EXECUTION_STARTED, NODE_DEPLOYED, TASK_ASSIGNED } from '../../../core/protocol/index.ts';
import type { Cell, NodeGroup } from '../../../sim/scenario/index.ts';
import { cell, constant, device, jobsAt, network, nodes, seconds, strategy, workload } from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';

const HOUR = 3600;
const GIB = 2 ** 30;

describe('drf', () => {
  it('shares 9 cores and 18 GiB as in its paper: three tasks of the one client beside two of the other', async () => {
    const user = (name: string, cpu: number, memory: number, tasks: number): Cell['workload'][number] =>
      jobsAt(new Array<number>(tasks).fill(0), constant(seconds(1)), {
        name,
        needs: { cpu, memory: bytes(memory * GIB) },
      });
    const run = await runWatched(
      cell({
        nodes: [nodes(1, { device: device({ slots: 20, cores: 9, memory: bytes(18 * GIB) }) })],
        workload: [user('a', 1, 4, 30), user('b', 3, 1, 20)],
        scheduling: strategy('drf'),
        stop: {},
      }),
    );
    expect(run.broken).toEqual([]);
    const firstRound = run.chronicle.of(EXECUTION_STARTED).filter(({ at }) => at < 0.5);
    expect(firstRound.map(({ fact }) => clientOf(fact.task)).sort()).toEqual([0, 0, 0, 1, 1]);
    expect(run.metrics['makespan']).toBeCloseTo(10, 4);
  });

  it('leaves no node with more than it has, and fills small gaps first', async () => {
    const small = device({ slots: 8, cores: 2, memory: bytes(8 * GIB) });
    const large = device({ slots: 8, cores: 4, memory: bytes(8 * GIB) });
    const run = await runWatched(
      cell({
        nodes: [nodes(1, { group: 'small', device: small }), nodes(1, { group: 'large', device: large })],
        workload: [
          jobsAt([0], constant(seconds(9)), { name: 'two', needs: { cpu: 2 } }),
          jobsAt([1, 1], constant(seconds(9)), { name: 'four', needs: { cpu: 4 } }),
        ],
        scheduling: strategy('drf'),
        stop: {},
      }),
    );
    // The task of two cores leaves the large node to the others, which wait for one another there.
    expect(run.chronicle.of(EXECUTION_STARTED).map(({ at }) => Math.floor(at))).toEqual([0, 1, 10]);
  });
});

const box = device({ slots: 4, power: { idle: watts(10), peak: watts(20) } });

function placedOn(run: WatchedRun): Record<string, number> {
  const names = new Map(run.chronicle.of(NODE_DEPLOYED).map(({ fact }) => [fact.node, fact.name]));
  const counts: Record<string, number> = {};
  for (const { fact } of run.chronicle.of(TASK_ASSIGNED)) {
    counts[names.get(fact.node)!] = (counts[names.get(fact.node)!] ?? 0) + 1;
  }
  return counts;
}

describe('energy-aware', () => {
  const eightTasks = (mode: string): Promise<WatchedRun> =>
    runWatched(
      cell({
        nodes: [nodes(4, { device: box })],
        workload: [jobsAt([0, 1, 2, 3, 4, 5, 6, 7], constant(seconds(100)))],
        scheduling: strategy('energy-aware', { mode }),
      }),
    );

  it('packs tasks onto as few nodes as hold them', async () => {
    expect(Object.values(placedOn(await eightTasks('pack')))).toEqual([4, 4]);
  });

  it('spreads tasks over all nodes', async () => {
    expect(Object.values(placedOn(await eightTasks('spread')))).toEqual([2, 2, 2, 2]);
  });

  it('prefers, among nodes that are equally busy, the one that has shown to spend least', async () => {
    const hungry = device({ power: { idle: watts(10), peak: watts(100) } });
    const frugal = device({ power: { idle: watts(10), peak: watts(15) } });
    const at = Array.from({ length: 30 }, (_, index) => 20 * index);
    const run = await runWatched(
      cell({
        nodes: [nodes(1, { group: 'hungry', device: hungry }), nodes(1, { group: 'frugal', device: frugal })],
        workload: [jobsAt(at, constant(seconds(15)))],
        scheduling: strategy('energy-aware', { mode: 'spread' }),
        stop: {},
      }),
    );
    expect(placedOn(run)['frugal-1']).toBeGreaterThan(25);
  });
});

const powered = device({ power: { idle: watts(5), peak: watts(10) } });
const inRegion = (region: string): NodeGroup => nodes(2, { group: region, device: powered, region });

function carbonRun(
  mode: string,
  regions: readonly string[],
  more: Partial<Cell['workload'][number]>,
): Promise<WatchedRun> {
  return runWatched(
    cell({
      nodes: regions.map(inRegion),
      workload: [workload({ ...more })],
      scheduling: strategy('carbon-aware', { mode }),
      stop: {},
    }),
  );
}

describe('carbon-aware', () => {
  it('goes to the cleanest grid while it has a free slot, then to the next', async () => {
    const jobs = jobsAt([60, 61, 62], constant(seconds(600)));
    const run = await carbonRun('spatial', ['sydney', 'sao-paulo', 'frankfurt'], jobs);
    const [first, second, third] = Object.keys(placedOn(run)).sort().reverse();
    expect([first, second]).toEqual(['sao-paulo-2', 'sao-paulo-1']);
    expect(third).toContain('frankfurt');
  });

  it('waits for the cleanest hour that the deadline leaves', async () => {
    // Frankfurt is cleanest from 11 to 12 local time, which is 10 UTC in winter.
    const free = await carbonRun('temporal', ['frankfurt'], jobsAt([60], constant(seconds(600))));
    expect(free.chronicle.of(EXECUTION_STARTED)[0]!.at / HOUR).toBeCloseTo(10, 1);
    // With four hours, the best that is left begins at 1 UTC (305.5 g/kWh in the hour from 2 local time).
    const tight = jobsAt([60], constant(seconds(600)), { deadline: seconds(4 * HOUR) });
    const hurried = await carbonRun('temporal', ['frankfurt'], tight);
    expect(hurried.metrics['deadline.missed']).toBe(0);
    expect(hurried.chronicle.of(EXECUTION_STARTED)[0]!.at / HOUR).toBeLessThan(1.1);
    expect(free.broken).toEqual([]);
  });

  it('never waits beyond its deadline, nor where nothing is forecast', async () => {
    const now = await carbonRun(
      'both',
      ['frankfurt'],
      jobsAt([60], constant(seconds(600)), { deadline: seconds(1200) }),
    );
    expect(now.chronicle.of(EXECUTION_STARTED)[0]!.at).toBe(60);
    const nowhere = await carbonRun('both', ['atlantis'], jobsAt([60], constant(seconds(600))));
    expect(nowhere.chronicle.of(EXECUTION_STARTED)[0]!.at).toBe(60);
  });
});

it('credibility-weighted gives least to whom it trusts least', async () => {
  const run = await runWatched(
    cell({
      nodes: [nodes(3)],
      workload: [
        jobsAt(
          Array.from({ length: 60 }, (_, index) => 3 * index),
          constant(seconds(1)),
        ),
      ],
      scheduling: strategy('credibility-weighted', { d: 3 }),
      stop: {},
    }),
  );
  // All are honest: whoever was given work first is trusted more, and is given what does not wait there.
  expect(Math.max(...Object.values(placedOn(run)))).toBeGreaterThan(30);
});

it('latency-aware, on the matrix, prefers the region that is nearest to the coordinator', async () => {
  const run = await runWatched(
    cell({
      nodes: ['tokyo', 'london', 'sydney'].map((region) => nodes(1, { group: region, region })),
      coordinators: { region: 'frankfurt' },
      network: network({ latency: constant(0), regions: 'ibm-cloud-2026' }),
      workload: [jobsAt([40, 50, 60, 70], constant(seconds(1)), { region: 'frankfurt' })],
      scheduling: strategy('latency-aware'),
      safety: { ...cell().safety, latency: { enter: seconds(1), leave: seconds(1) } },
      stop: {},
    }),
  );
  expect(placedOn(run)).toEqual({ 'london-1': 4 });
});
