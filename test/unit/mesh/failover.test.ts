// Nodes that die in a whole mesh. Client 0, coordinator 1, nodes from 2.

import { describe, expect, it } from 'vitest';
import {
  BREAKER_OPENED,
  NODE_OFFLINE,
  NODE_ONLINE,
  NODE_REGISTERED,
  NODE_SUSPENDED,
} from '../../../core/protocol/index.ts';
import { type Cell, cell, constant, crash, jobsAt, network, nodes, seconds, strategy } from '../../cells.ts';
import type { WatchedRun } from '../../runs.ts';
import { runWatched } from '../../runs.ts';
import { linesOf, storyOf } from './stories.ts';

const liveness = (more: Partial<Cell['liveness']>): Cell['liveness'] => ({ ...cell().liveness, ...more });
const long = (seconds_: number, ...at: readonly number[]): Cell['workload'] => [
  jobsAt(at, constant(seconds(seconds_))),
];

async function runs(more: Partial<Cell>): Promise<WatchedRun> {
  const run = await runWatched(cell({ nodes: [nodes(2)], ...more }));
  expect(run.broken).toEqual([]);
  return run;
}

describe('a node that dies with its queue lost', () => {
  const lost = (more: Partial<Cell> = {}): Promise<WatchedRun> =>
    runs({ recovery: 'lose', workload: long(5, 1, 1, 1), ...more });

  it('is missed after its heartbeats, and its tasks go to others', async () => {
    const run = await lost({ faults: [crash(['pi-1'], 2)] });
    const [offline] = run.chronicle.of(NODE_OFFLINE);
    expect(offline?.at).toBeGreaterThan(30);
    expect(offline?.at).toBeLessThanOrEqual(50);
    expect(linesOf(run, 'recall').map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'recall 0/0 from 2',
      'recall 2/0 from 2',
    ]);
    expect(linesOf(run, 'held').length).toBe(3);
    expect(run.metrics['tasks.completed']).toBe(1);
  });

  it('says so when it is back before it was missed', async () => {
    const run = await lost({ faults: [crash(['pi-1'], 2, 2)] });
    expect(run.chronicle.of(NODE_OFFLINE)).toEqual([]);
    expect(run.chronicle.of(NODE_REGISTERED).map(({ fact }) => fact.epoch)).toEqual([0, 0, 1]);
    expect(
      linesOf(run, 'assign')
        .slice(3)
        .every((line) => line.startsWith('4 assign')),
    ).toBe(true);
    expect(linesOf(run, 'held').length).toBe(3);
  });

  it('takes the assignments that were under way with it', async () => {
    const run = await lost({
      network: network({ latency: constant(seconds(0.09)) }),
      workload: long(1, 1),
      nodes: [nodes(1)],
      faults: [crash(['pi-1'], 1.1, 1)],
    });
    expect(linesOf(run, 'start').map((line) => line.slice(-9))).toEqual([' 0/1 at 2']);
  });

  it('fails a task after as many attempts as are allowed', async () => {
    const run = await lost({
      liveness: liveness({ attempts: 2 }),
      nodes: [nodes(1)],
      workload: long(50, 1),
      faults: [crash(['pi-1'], 2, 1), crash(['pi-1'], 5, 1)],
    });
    expect(linesOf(run, 'settle')).toEqual(['6 settle 0 attempts-exhausted']);
  });
});

describe('a node that dies with its queue kept', () => {
  it('starts the running task again and goes on with the rest, in order', async () => {
    const run = await runs({ nodes: [nodes(1)], workload: long(4, 1, 1), faults: [crash(['pi-1'], 3, 10)] });
    expect(storyOf(run)).toEqual([
      '1 assign 0/0 to 2',
      '1 start 0/0 at 2',
      '1 assign 1/0 to 2',
      '3 abort 0/0 at 2',
      '13 start 0/0 at 2',
      '17 finish 0/0 at 2',
      '17 start 1/0 at 2',
      '17 settle 0 completed',
      '17 held 0',
      '21 finish 1/0 at 2',
      '21 settle 1 completed',
      '21 held 1',
    ]);
  });

  it('does so at once when it is back at once', async () => {
    const run = await runs({ nodes: [nodes(1)], workload: long(4, 1), faults: [crash(['pi-1'], 3, 0)] });
    expect(linesOf(run, 'start', 'finish')).toEqual(['1 start 0/0 at 2', '3 start 0/0 at 2', '7 finish 0/0 at 2']);
  });

  it('hears what was sent to it while it was down, in order', async () => {
    const expires = seconds(4);
    const run = await runs({
      nodes: [nodes(1)],
      workload: [
        { ...jobsAt([2, 3], constant(seconds(1)), { expires }), name: 'short' },
        { ...jobsAt([4], constant(seconds(1))), name: 'long' },
      ],
      faults: [crash(['pi-1'], 1, 9)],
    });
    expect(linesOf(run, 'start').map((line) => line.split(' ')[0])).toContain('10');
    expect(linesOf(run, 'finish')).toEqual(['11 finish 0/0 at 3']);
    expect(linesOf(run, 'settle').length).toBe(3);
  });

  it('keeps its tasks while it is offline, and finishes them when it is back', async () => {
    const run = await runs({ workload: long(5, 1, 1), faults: [crash(['pi-1'], 2, 100)] });
    expect(run.chronicle.of(NODE_OFFLINE).length).toBe(1);
    expect(linesOf(run, 'assign').length).toBe(2);
    expect(linesOf(run, 'held')).toEqual(['6 held 1', '107 held 0']);
  });

  it('is given up in the end: others take over, and it drops what it had', async () => {
    const run = await runs({
      liveness: liveness({ abandon: seconds(60) }),
      workload: long(5, 1, 1, 300),
      faults: [crash(['pi-1'], 2, 200)],
    });
    const [recall] = linesOf(run, 'recall');
    expect(recall).toMatch(/^(90|100|110) recall 0\/0 from 2$/);
    expect(linesOf(run, 'held').length).toBe(3);
    expect(linesOf(run, 'abort').map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'abort 0/0 at 2',
      'abort 0/0 at 2',
    ]);
  });
});

describe('a mesh of which nobody is left', () => {
  it.each(['requeue', 'lose'] as const)('for a while loses nothing (%s)', async (recovery) => {
    for (const name of ['round-robin', 'central-queue', 'batch-sampling', 'redundancy-d']) {
      const run = await runs({
        recovery,
        scheduling: strategy(name),
        nodes: [nodes(3)],
        stop: { tasks: 40 },
        faults: [crash(['pi-1', 'pi-2', 'pi-3'], 10, 100)],
      });
      expect(run.metrics['tasks.completed']).toBe(1);
      expect(run.chronicle.of(BREAKER_OPENED).length).toBeGreaterThan(1);
    }
  });

  it('for good fails what it cannot do, and says why', async () => {
    const run = await runs({
      liveness: liveness({ abandon: seconds(60), patience: seconds(120) }),
      workload: long(5, 1, 1, 100),
      faults: [crash(['pi-1', 'pi-2'], 2)],
    });
    expect(linesOf(run, 'settle').map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      '0 no-eligible-node',
      '1 no-eligible-node',
      '2 no-eligible-node',
    ]);
  });

  it('from the beginning fails everything after its patience', async () => {
    const run = await runs({
      liveness: liveness({ abandon: seconds(0), patience: seconds(30) }),
      faults: [crash(['pi-1', 'pi-2'], 0)],
    });
    expect(run.metrics['tasks.failed']).toBe(1);
  });
});

describe('a node that is only slow to answer', () => {
  const far = (seconds_: number): Partial<Cell> => ({ network: network({ latency: constant(seconds(seconds_)) }) });

  it('is spared, not lost', async () => {
    const run = await runs({
      ...far(0.2),
      liveness: liveness({ patience: seconds(60) }),
      workload: long(1, 30),
    });
    expect(run.chronicle.of(NODE_SUSPENDED).length).toBe(2);
    expect(run.chronicle.of(NODE_OFFLINE)).toEqual([]);
    expect(linesOf(run, 'settle').map((line) => line.split(' ')[3])).toEqual(['no-eligible-node']);
  });

  it('and was given up by mistake does nothing twice', async () => {
    const run = await runs({
      ...far(25),
      liveness: liveness({ heartbeat: seconds(5), missed: 2, patience: seconds(200), attempts: 9 }),
      recovery: 'lose',
      safety: { ...cell().safety, latency: { enter: seconds(1_000), leave: seconds(1_000) } },
      breaker: { peers: 0, latency: seconds(1_000) },
      workload: long(3, 1, 40),
    });
    expect(run.chronicle.of(NODE_OFFLINE).length).toBeGreaterThan(0);
    expect(run.chronicle.of(NODE_ONLINE).length).toBeGreaterThan(0);
    expect(linesOf(run, 'settle').length).toBe(2);
  });
});
