// How copies move through a whole mesh, strategy by strategy. Client 0, coordinator 1, nodes from 2.

import { describe, expect, it } from 'vitest';
import { EXECUTION_STARTED, MESSAGE_SENT, TASK_ASSIGNED } from '../../../core/protocol/index.ts';
import { strategies } from '../../../core/scheduling/index.ts';
import type { ResolvedWorkload } from '../../../sim/scenario/index.ts';
import {
  type Cell,
  cell,
  constant,
  device,
  exponential,
  jobsAt,
  milliseconds,
  network,
  nodes,
  seconds,
  strategy,
  traceOf,
  work,
  workload,
} from '../../cells.ts';
import type { WatchedRun } from '../../runs.ts';
import { runWatched } from '../../runs.ts';
import { linesOf, storyOf } from './stories.ts';

/** Tasks of some seconds each, submitted together at second 1 or as told. */
const jobs = (long: number, at: readonly number[] = [1], more: Partial<ResolvedWorkload> = {}): ResolvedWorkload =>
  jobsAt(at, constant(seconds(long)), more);

async function runs(name: string, more: Partial<Cell>, parameters = {}): Promise<WatchedRun> {
  const run = await runWatched(cell({ scheduling: strategy(name, parameters), ...more }));
  expect(run.broken).toEqual([]);
  return run;
}

describe.each(strategies.map(({ name }) => name))('%s', (name) => {
  it('serves an ordinary load on a real network, and pays for each task once', async () => {
    const load = workload({ arrivals: { kind: 'poisson', rate: 2 }, work: work(exponential(seconds(1))) });
    const run = await runs(name, { stop: { tasks: 200 }, network: network(), workload: [load] });
    expect(run.metrics['tasks.completed']).toBe(1);
    expect(run.metrics['cost.perTask']).toBe(1);
  });
});

describe('redundancy', () => {
  it('sends copies to distinct nodes; the first result calls the others back', async () => {
    const independent = jobs(0, [1, 500], { work: work(exponential(seconds(10)), 'independent') });
    const run = await runs('redundancy-d', { workload: [independent], scheduling: strategy('redundancy-d', { d: 3 }) });
    const first = run.chronicle.of(TASK_ASSIGNED).filter(({ at }) => at === 1);
    expect(new Set(first.map(({ fact }) => fact.node)).size).toBe(3);
    const [end] = linesOf(run, 'finish').map((line) => line.split(' ')[0]!);
    const called = linesOf(run, 'recall', 'abort').filter((line) => line.startsWith(`${end!} `));
    expect(called.map((line) => line.split(' ')[1])).toEqual(['recall', 'recall', 'abort', 'abort']);
  });

  it('takes what nodes there are', async () => {
    const run = await runs('redundancy-d', { nodes: [nodes(2)], workload: [jobs(1)] }, { d: 5 });
    expect(run.chronicle.of(TASK_ASSIGNED).length).toBe(2);
  });
});

describe('hedging', () => {
  const slow = (long: number): Partial<Cell> => ({ nodes: [nodes(2)], workload: [jobs(long)] });

  it('sends one more copy, elsewhere, when no result came in time', async () => {
    const run = await runs('hedged', slow(3), { after: seconds(2) });
    expect(linesOf(run, 'assign').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '1 assign 0/0',
      '3 assign 0/1',
    ]);
    expect(new Set(run.chronicle.of(TASK_ASSIGNED).map(({ fact }) => fact.node)).size).toBe(2);
    expect(linesOf(run, 'held')).toEqual(['4 held 0']);
    expect(linesOf(run, 'recall').length).toBe(1);
  });

  it('does not, when one did', async () => {
    const run = await runs('hedged', slow(1.9), { after: seconds(2) });
    expect(linesOf(run, 'assign').length).toBe(1);
  });

  it('takes the result of the second copy if it is faster', async () => {
    const run = await runs('hedged', {
      nodes: [nodes(2)],
      workload: [jobs(0, [1], { work: work({ kind: 'hyperexponential', mean: seconds(5), scv: 8 }, 'independent') })],
      stop: { tasks: 1 },
    });
    const winner = linesOf(run, 'finish')[0]!.split(' ')[2];
    expect(linesOf(run, 'recall').every((line) => !line.includes(winner!))).toBe(true);
  });
});

describe('tied requests', () => {
  it('run once where a queue is free', async () => {
    const run = await runs('tied', { nodes: [nodes(2)], network: network(), workload: [jobs(5, [1, 1, 1])] });
    expect(linesOf(run, 'finish').length).toBe(3);
    // Both copies of the first start at once, 20 ms before either hears of the other.
    expect(linesOf(run, 'start').filter((line) => line.includes(' 0/')).length).toBe(2);
    expect(linesOf(run, 'abort').length).toBeGreaterThan(0);
  });

  it('are announced by nodes, and only by them', async () => {
    const run = await runs('tied', { nodes: [nodes(2)], workload: [jobs(1, [1, 5])] });
    const started = run.chronicle.of(MESSAGE_SENT).filter(({ fact }) => fact.type === 'started');
    expect(started.length).toBe(run.chronicle.of(EXECUTION_STARTED).length);
    const plain = await runs('random', { nodes: [nodes(2)], workload: [jobs(1, [1, 5])] });
    expect(plain.chronicle.of(MESSAGE_SENT).some(({ fact }) => fact.type === 'started')).toBe(false);
  });
});

describe('the central queue', () => {
  it('holds tasks until a slot is free, in the order of submission', async () => {
    const run = await runs('central-queue', {
      nodes: [nodes(1, { device: device({ slots: 2 }) })],
      workload: [jobs(2, [1, 1, 1, 1, 1])],
    });
    expect(linesOf(run, 'assign')).toEqual([
      '1 assign 0/0 to 2',
      '1 assign 1/0 to 2',
      '3 assign 2/0 to 2',
      '3 assign 3/0 to 2',
      '5 assign 4/0 to 2',
    ]);
  });

  it('puts a task that is tried again where its age says', async () => {
    const run = await runs('central-queue', {
      nodes: [nodes(2)],
      recovery: 'lose',
      workload: [jobs(10, [1, 1, 2, 3])],
      faults: [{ kind: 'crash', nodes: ['pi-1'], at: seconds(5), for: seconds(1) }],
    });
    const [lost] = linesOf(run, 'abort');
    const first = lost!.split(' ')[2]!.split('/')[0]!;
    const [, , again] = linesOf(run, 'assign');
    expect(again).toMatch(new RegExp(`^6 assign ${first}/1 to 2$`));
  });

  it('can be had with any strategy', async () => {
    const run = await runWatched(
      cell({ scheduling: strategy('least-loaded', {}, 'central'), nodes: [nodes(1)], workload: [jobs(2, [1, 1])] }),
    );
    expect(linesOf(run, 'assign')).toEqual(['1 assign 0/0 to 2', '3 assign 1/0 to 2']);
  });
});

describe('edf', () => {
  it('lets the earliest deadline go first', async () => {
    const deadlines = [50, 10, 30].map((deadline, at) => ({
      ...jobs(2, [2 + at / 10], { deadline: seconds(deadline) }),
      name: `w${at}`,
    }));
    const run = await runs('edf', { nodes: [nodes(1)], workload: [{ ...jobs(5), name: 'first' }, ...deadlines] });
    // Clients 0 to 3 in the order of workloads: the deadlines at 10, 30 and 50 seconds.
    const clients = run.chronicle.of(TASK_ASSIGNED).map(({ fact }) => Math.floor(fact.task / 2 ** 32));
    expect(clients).toEqual([0, 2, 3, 1]);
  });
});

describe('broadcast', () => {
  it('sends each task to every idle node, and lets the losers run on', async () => {
    const run = await runs('broadcast', {
      workload: [jobs(0, [1], { work: work(exponential(seconds(1)), 'independent') }), jobs(30, [1.001])],
    });
    expect(linesOf(run, 'assign').filter((line) => line.startsWith('1 ')).length).toBe(3);
    expect(linesOf(run, 'recall')).toEqual([]);
    expect(run.metrics['jobs.perTask']).toBeGreaterThan(1);
  });

  it('can stop them', async () => {
    const run = await runs('broadcast', { workload: [jobs(2)] }, { cancel: true });
    expect(linesOf(run, 'assign').length).toBe(3);
    expect(linesOf(run, 'recall').length).toBe(2);
  });

  it('waits while nobody is idle', async () => {
    const run = await runs('broadcast', { nodes: [nodes(1)], workload: [jobs(2, [1, 1])] });
    expect(linesOf(run, 'assign')).toEqual(['1 assign 0/0 to 2', '3 assign 1/0 to 2']);
  });
});

describe('late binding', () => {
  it('binds the tasks of a batch to whoever comes to their turn first', async () => {
    const busy = jobs(100, [0.5], { needs: { exclude: ['pi-2', 'pi-3'] } });
    const batch = workload({
      name: 'batch',
      arrivals: { kind: 'batch', size: constant(2), arrivals: traceOf(1) },
      work: work(constant(seconds(1))),
    });
    const run = await runs(
      'batch-sampling',
      { workload: [{ ...busy, name: 'busy' }, batch], stop: { tasks: 3 } },
      { ratio: 1.5 },
    );
    // Parties: clients 0 and 1, coordinator 2, nodes 3, 4 and 5; the first of them is busy.
    const bound = run.chronicle.of(TASK_ASSIGNED).filter(({ at }) => at >= 1);
    expect(new Set(bound.map(({ fact }) => fact.node))).toEqual(new Set([4, 5]));
    expect(bound.map(({ at }) => at)).toEqual([1, 1]);
    expect(run.chronicle.of(MESSAGE_SENT).filter(({ fact }) => fact.type === 'probe').length).toBe(2 + 3);
  });
});

describe('expiry', () => {
  it('calls a running copy back and refunds', async () => {
    const run = await runs('random', { nodes: [nodes(1)], workload: [jobs(9, [1, 6], { expires: seconds(3) })] });
    expect(storyOf(run).slice(0, 6)).toEqual([
      '1 assign 0/0 to 2',
      '1 start 0/0 at 2',
      '4 settle 0 expired',
      '4 recall 0/0 from 2',
      '4 held 0',
      '4 abort 0/0 at 2',
    ]);
    expect(run.metrics['tasks.expired']).toBe(1);
  });

  it('takes waiting copies and waiting tasks along, and lets a result of that instant count', async () => {
    for (const name of ['random', 'central-queue']) {
      const run = await runs(name, { nodes: [nodes(1)], workload: [jobs(2, [1, 1, 1], { expires: seconds(4) })] });
      expect(linesOf(run, 'settle').map((line) => line.slice(0, 20))).toEqual([
        '3 settle 0 completed',
        '5 settle 1 completed',
        '5 settle 2 expired',
      ]);
    }
  });

  it('ignores a result that comes too late', async () => {
    const run = await runs('random', {
      nodes: [nodes(1)],
      network: network({ latency: constant(milliseconds(500)) }),
      safety: { ...cell().safety, latency: { enter: seconds(9), leave: seconds(9) } },
      workload: [jobs(1, [1], { expires: seconds(2.2) })],
    });
    expect(linesOf(run, 'settle')).toEqual(['3.2 settle 0 expired']);
    expect(linesOf(run, 'finish')).toEqual(['3 finish 0/0 at 2']);
  });
});
