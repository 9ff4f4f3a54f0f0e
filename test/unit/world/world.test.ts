// Whole small worlds: when things happen, and in what order.

import { describe, expect, it } from 'vitest';
import { bitRate, milliseconds, probability } from '../../../core/foundation/index.ts';
import {
  EXECUTION_ABORTED,
  EXECUTION_STARTED,
  MESSAGE_SENT,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_REGISTERED,
  NODE_RESTARTED,
  RESULT_HELD,
  SUBMISSIONS_ENDED,
  TASK_SETTLED,
  TASK_SUBMITTED,
} from '../../../core/protocol/index.ts';
import {
  cell,
  constant,
  crash,
  device,
  jobsAt,
  network,
  nodes,
  seconds,
  strategy,
  traceOf,
  work,
  workload,
} from '../../cells.ts';
import { runWatched } from '../../runs.ts';

describe('the world', () => {
  it('has formed its mesh before time begins', async () => {
    const { chronicle } = await runWatched(cell({ network: network() }));
    const deployed = chronicle.of(NODE_DEPLOYED);
    expect(deployed.map(({ fact }) => fact.name)).toEqual(['pi-1', 'pi-2', 'pi-3']);
    expect(deployed.every(({ at }) => at === 0)).toBe(true);
    expect(chronicle.of(NODE_REGISTERED).map(({ at }) => at)).toEqual([0, 0, 0]);
    const [first] = chronicle.all.filter(({ code }) => code === TASK_SUBMITTED);
    expect(chronicle.all.indexOf(first!)).toBeGreaterThan(chronicle.all.indexOf(chronicle.of(NODE_REGISTERED)[2]!));
  });

  it('takes no time for messages on an ideal network, whatever links its devices have', async () => {
    const slowLink = device({ up: bitRate(1), down: bitRate(1) });
    const { chronicle } = await runWatched(cell({ nodes: [nodes(3, { device: slowLink })] }));
    expect(chronicle.of(RESULT_HELD).map(({ at }) => at)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('takes two latencies before a task and two after it', async () => {
    const one = cell({ network: network(), workload: [jobsAt([5], constant(seconds(1)))] });
    const { chronicle } = await runWatched(one);
    expect(chronicle.of(EXECUTION_STARTED).map(({ at }) => at)).toEqual([5.04]);
    expect(chronicle.of(RESULT_HELD).map(({ at }) => at)).toEqual([6.08]);
  });

  it('lets a slow link carry one message after the other', async () => {
    const slow = cell({
      network: network({ latency: constant(0), up: bitRate(8_000) }),
      nodes: [nodes(1, { device: device({ slots: 3 }) })],
      workload: [jobsAt([1, 1, 1], constant(0))],
    });
    const { chronicle } = await runWatched(slow);
    const size = (type: string): number => chronicle.of(MESSAGE_SENT).filter(({ fact }) => fact.type === type).length;
    expect(size('submit')).toBe(3);
    const held = chronicle.of(RESULT_HELD).map(({ at }) => at);
    // The three submissions share the client's link, the three results the node's: a result's bytes apart, at least.
    expect(held[1]! - held[0]!).toBeGreaterThan(0.05);
    expect(held[2]! - held[1]!).toBeCloseTo(held[1]! - held[0]!, 3);
  });

  it('is over when every client knows the end of its tasks', async () => {
    const run = await runWatched(cell({ stop: { tasks: 4 } }));
    expect([run.state, run.ended]).toEqual(['stopped', 5]);
    expect(run.chronicle.of(TASK_SUBMITTED).length).toBe(4);
  });

  it('ends submissions at a time, before the arrivals of that instant', async () => {
    for (const shuffleTies of [undefined, 1, 2, 3]) {
      const { chronicle } = await runWatched(cell({ stop: { after: seconds(5) } }), {
        ...(shuffleTies === undefined ? {} : { shuffleTies }),
      });
      expect(chronicle.of(SUBMISSIONS_ENDED).map(({ fact, at }) => [fact.submitted, at])).toEqual([[4, 5]]);
    }
  });

  it('is over at once when nothing was submitted in time', async () => {
    const run = await runWatched(cell({ stop: { after: seconds(0.5) } }));
    expect([run.ended, run.chronicle.of(TASK_SUBMITTED).length]).toEqual([0.5, 0]);
  });

  it('stops all workloads together, a batch in the middle if need be', async () => {
    const bursts = workload({
      name: 'bursts',
      arrivals: { kind: 'batch', size: constant(4), arrivals: traceOf(1, 2, 3) },
    });
    const { chronicle } = await runWatched(cell({ stop: { tasks: 7 }, workload: [bursts, workload()] }));
    expect(chronicle.of(TASK_SUBMITTED).length).toBe(7);
    expect(chronicle.of(TASK_SETTLED).length).toBe(7);
  });

  it('ends with a trace that runs out', async () => {
    const { chronicle, ended } = await runWatched(cell({ workload: [jobsAt([1, 4], constant(seconds(2)))] }));
    expect(chronicle.of(SUBMISSIONS_ENDED).map(({ at }) => at)).toEqual([4]);
    expect(ended).toBe(6);
  });

  it('lets the clients of a closed workload think between tasks', async () => {
    const closed = workload({ arrivals: { kind: 'closed', clients: 2, think: constant(seconds(3)) } });
    const { chronicle } = await runWatched(cell({ stop: { tasks: 6 }, workload: [closed] }));
    expect(chronicle.of(TASK_SUBMITTED).map(({ at }) => at)).toEqual([3, 3, 7, 7, 11, 11]);
  });

  it('draws the same arrivals and sizes for every strategy', async () => {
    const random = workload({
      arrivals: { kind: 'poisson', rate: 2 },
      work: work({ kind: 'exponential', mean: seconds(1) }),
    });
    const seen = await Promise.all(
      ['random', 'broadcast', 'central-queue'].map(async (name) => {
        const { chronicle } = await runWatched(cell({ workload: [random], scheduling: strategy(name) }));
        return chronicle
          .of(MESSAGE_SENT)
          .flatMap(({ fact, at }) => (fact.type === 'submit' ? [[at, fact.work.amount]] : []));
      }),
    );
    expect(seen[0]!.length).toBe(10);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});

describe('outages', () => {
  const events = async (
    faults: Parameters<typeof crash>[],
    more: Parameters<typeof cell>[0] = {},
  ): Promise<string[]> => {
    const { chronicle } = await runWatched(
      cell({
        nodes: [nodes(2)],
        faults: faults.map((fault) => crash(...fault)),
        workload: [jobsAt([60], constant(0))],
        ...more,
      }),
    );
    return chronicle.all.flatMap(({ code, at, party }) =>
      code === NODE_CRASHED || code === NODE_RESTARTED
        ? [`${at} ${party} ${code === NODE_CRASHED ? 'down' : 'up'}`]
        : [],
    );
  };

  it('begin and end when the scenario says', async () => {
    expect(await events([[['pi-1'], 5, 10]])).toEqual(['5 2 down', '15 2 up']);
  });

  it('that overlap are one', async () => {
    expect(
      await events([
        [['pi-1'], 5, 10],
        [['pi-1', 'pi-2'], 8, 20],
        [['pi-1'], 9, 1],
      ]),
    ).toEqual(['5 2 down', '8 3 down', '28 2 up', '28 3 up']);
  });

  it('for good outlast all others', async () => {
    expect(
      await events([
        [['pi-1'], 5],
        [['pi-1'], 8, 2],
      ]),
    ).toEqual(['5 2 down']);
  });

  it('of no length are a crash and a restart, however ties are taken', async () => {
    expect(await events([[['pi-1'], 5, 0]])).toEqual(['5 2 down', '5 2 up']);
    for (const shuffleTies of [1, 2, 3, 4, 5, 6]) {
      const { chronicle, broken } = await runWatched(cell({ faults: [crash(['pi-1', 'pi-2', 'pi-3'], 5.5, 0)] }), {
        shuffleTies,
      });
      expect(chronicle.of(NODE_RESTARTED).length).toBe(3);
      expect(broken).toEqual([]);
    }
  });

  it('at the very beginning hit a mesh that has formed', async () => {
    expect(await events([[['pi-1', 'pi-2'], 0, 3]])).toEqual(['0 2 down', '0 3 down', '3 2 up', '3 3 up']);
  });

  it('by churn alternate', async () => {
    const churn = { up: constant(seconds(10)), down: constant(seconds(4)), start: 'up' as const };
    const seen = await events([], { nodes: [nodes(1, { churn })], workload: [jobsAt([31], constant(0))] });
    expect(seen).toEqual(['10 2 down', '14 2 up', '24 2 down', '28 2 up']);
  });

  it('by churn and by fault have to end both', async () => {
    const churn = { up: constant(seconds(10)), down: constant(seconds(4)), start: 'up' as const };
    const seen = await events([[['pi-1'], 12, 10]], {
      nodes: [nodes(1, { churn })],
      workload: [jobsAt([23], constant(0))],
    });
    expect(seen).toEqual(['10 2 down', '22 2 up']);
  });

  it('stop what runs', async () => {
    const { chronicle } = await runWatched(
      cell({ nodes: [nodes(1)], faults: [crash(['pi-1'], 2, 1)], workload: [jobsAt([1], constant(seconds(5)))] }),
    );
    expect(chronicle.of(EXECUTION_ABORTED).map(({ at, fact }) => [at, fact.copy])).toEqual([[2, 0]]);
    expect(chronicle.of(EXECUTION_STARTED).map(({ at }) => at)).toEqual([1, 3]);
    expect(chronicle.of(RESULT_HELD).map(({ at }) => at)).toEqual([8]);
  });

  it('do not move time back when a task expires on its way', async () => {
    const { chronicle } = await runWatched(
      cell({
        network: network({ latency: constant(milliseconds(300)), loss: probability(0.3) }),
        workload: [workload({ expires: milliseconds(10) })],
      }),
    );
    const times = chronicle.all.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(chronicle.of(TASK_SETTLED).map(({ fact }) => fact.status))).toEqual(new Set(['expired']));
  });
});
