import { describe, expect, it } from 'vitest';
import type { Amount, Instant, TaskId } from '../../../core/foundation/index.ts';
import { bitRate, bytes, celsius, milliseconds, probability, seconds, taskId } from '../../../core/foundation/index.ts';
import type { Capabilities, Needs, Submit } from '../../../core/protocol/index.ts';
import {
  BREAKER_CLOSED,
  BREAKER_OPENED,
  COPY_CANCELLED,
  NODE_OFFLINE,
  NODE_ONLINE,
  NODE_REGISTERED,
  NODE_RESUMED,
  NODE_SUSPENDED,
  REPUTATION_CHANGED,
  TASK_ACCEPTED,
  TASK_ASSIGNED,
  TASK_SETTLED,
  TELEMETRY_RECEIVED,
  TOKENS_MOVED,
  VERDICT_REACHED,
} from '../../../core/protocol/index.ts';
import type { Strategy } from '../../../core/scheduling/index.ts';
import { strategies } from '../../../core/scheduling/index.ts';
import { CLIENT, MeshBench } from './bench.ts';

const assignedTo = (bench: MeshBench): string[] =>
  bench.host.factsOf(TASK_ASSIGNED).map(({ task, node, copy }) => `${task}/${copy} to ${node}`);

describe('a task', () => {
  it('is taken in, assigned, judged, paid for and returned', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.host.facts.length = 0;
    const task = bench.submit();
    expect(bench.host.take()).toMatchObject([
      { type: 'assign', task, copy: 0, claim: task, epoch: 0, announce: false },
    ]);
    bench.hear(10, bench.result(task, 0));
    expect(bench.host.take()).toEqual([{ type: 'settled', task, status: 'completed', reason: 'none', output: 5 }]);
    expect(bench.host.facts).toEqual([
      { code: TASK_ACCEPTED, fact: { task } },
      { code: TOKENS_MOVED, fact: { kind: 'put', task, account: CLIENT, amount: 10n } },
      { code: TASK_ASSIGNED, fact: { task, node: 10, copy: 0 } },
      { code: VERDICT_REACHED, fact: { task, node: 10, copy: 0, accepted: true, right: true } },
      { code: REPUTATION_CHANGED, fact: { node: 10, value: 2 / 3 } },
      { code: TASK_SETTLED, fact: { task, status: 'completed', reason: 'none', winner: 10, copy: 0, output: 5 } },
      { code: TOKENS_MOVED, fact: { kind: 'release', task, account: 10, amount: 10n } },
    ]);
  });

  it('is opened once, however often it is submitted, even after its end', () => {
    const bench = new MeshBench();
    const submission = bench.submission();
    bench.hear(CLIENT, submission, submission);
    expect(assignedTo(bench)).toEqual(['0/0 to 10']);
    bench.hear(10, bench.result(submission.task, 0));
    bench.hear(CLIENT, submission);
    expect(assignedTo(bench).length).toBe(1);
    expect(bench.host.factsOf(TOKENS_MOVED).map(({ kind }) => kind)).toEqual(['grant', 'put', 'release']);
  });

  it('is taken from the client whose name it bears', () => {
    const bench = new MeshBench();
    bench.hear(CLIENT, bench.submission({ task: taskId(5 as never, 0) }));
    bench.hear(5, bench.submission());
    expect(bench.host.factsOf(TASK_ACCEPTED)).toEqual([]);
  });

  it('that its client cannot pay fails, and costs nothing', () => {
    const bench = new MeshBench();
    const task = bench.submit({ budget: 1_001n as Amount });
    expect(bench.host.take()).toEqual([
      { type: 'settled', task, status: 'failed', reason: 'insufficient-funds', output: 0 },
    ]);
    expect(bench.host.factsOf(TOKENS_MOVED).map(({ kind }) => kind)).toEqual(['grant']);
    bench.submit({ budget: 1_000n as Amount });
    expect(assignedTo(bench)).toEqual(['1/0 to 10']);
  });

  it('that expired on its way is not assigned', () => {
    const bench = new MeshBench();
    bench.host.time = 5_000;
    bench.submit({ expires: 4_999 as Instant });
    expect(bench.settled()).toEqual(['0 expired']);
    expect(assignedTo(bench)).toEqual([]);
    bench.submit({ expires: 5_000 as Instant });
    expect(assignedTo(bench)).toEqual(['1/0 to 10']);
  });

  it('is called back and refunded when it expires, and its result is not wanted then', () => {
    const bench = new MeshBench({ nodes: 1 });
    const task = bench.submit({ expires: seconds(4) as unknown as Instant });
    bench.host.take();
    bench.passTo(seconds(4));
    expect(bench.host.take()).toEqual([
      { type: 'settled', task, status: 'expired', reason: 'expired', output: 0 },
      { type: 'cancel', task, copy: 0 },
    ]);
    bench.hear(10, bench.result(task, 0));
    expect(bench.settled()).toEqual(['0 expired']);
    expect(bench.host.factsOf(TOKENS_MOVED).at(-1)).toEqual({ kind: 'refund', task, account: CLIENT, amount: 10n });
    expect(bench.host.factsOf(VERDICT_REACHED)).toEqual([]);
  });
});

describe('a result', () => {
  it.each<[string, (bench: MeshBench, task: TaskId) => void]>([
    ['of another node', (bench, task) => bench.hear(11, bench.result(task, 0))],
    ['of another copy', (bench, task) => bench.hear(10, bench.result(task, 1))],
    ['without a signature', (bench, task) => bench.hear(10, bench.result(task, 0, { signature: new Uint8Array(64) }))],
    ['of an unknown task', (bench, task) => bench.hear(10, bench.result((task + 1) as TaskId, 0))],
  ])('%s is ignored', (_, hear) => {
    const bench = new MeshBench();
    const task = bench.submit();
    hear(bench, task);
    expect(bench.settled()).toEqual([]);
    bench.hear(10, bench.result(task, 0), bench.result(task, 0));
    expect(bench.settled()).toEqual(['0 by 10']);
  });

  it('that failed is tried again, and again, until attempts run out', () => {
    const bench = new MeshBench({ attempts: 3 });
    const task = bench.submit();
    for (let copy = 0; copy < 3; copy++) {
      expect(bench.settled()).toEqual([]);
      const { node } = bench.host.factsOf(TASK_ASSIGNED).at(-1)!;
      bench.hear(node, bench.result(task, copy, { outcome: 'trap' }));
    }
    expect(assignedTo(bench).length).toBe(3);
    expect(bench.settled()).toEqual(['0 outcome']);
    expect(bench.host.factsOf(TOKENS_MOVED).at(-1)).toMatchObject({ kind: 'refund' });
    expect(bench.host.factsOf(VERDICT_REACHED).map(({ accepted }) => accepted)).toEqual([false, false, false]);
  });

  describe('for want of bytes that its client gives', () => {
    const without = (bench: MeshBench, task: TaskId, copy: number): number => {
      const { node } = bench.host.factsOf(TASK_ASSIGNED).at(-1)!;
      bench.hear(node, bench.result(task, copy, { outcome: copy % 2 === 0 ? 'load' : 'bad-input' }));
      return node;
    };

    it('counts against nobody if no node got them', () => {
      const bench = new MeshBench({ attempts: 2 });
      const task = bench.submit();
      for (const copy of [0, 1]) without(bench, task, copy);
      expect(bench.settled()).toEqual(['0 outcome']);
      expect(bench.host.factsOf(VERDICT_REACHED)).toEqual([]);
    });

    it('counts against who did not get them once another did', () => {
      const bench = new MeshBench({ attempts: 2 });
      const task = bench.submit();
      const idle = without(bench, task, 0);
      const { node } = bench.host.factsOf(TASK_ASSIGNED).at(-1)!;
      bench.hear(node, bench.result(task, 1));
      expect(bench.host.factsOf(VERDICT_REACHED)).toEqual([
        { task, node, copy: 1, accepted: true, right: true },
        { task, node: idle, copy: 0, accepted: false, right: false },
      ]);
    });
  });

  it('that failed does not end a task of which another copy runs', () => {
    const bench = new MeshBench({ name: 'redundancy-d', attempts: 1 });
    const task = bench.submit();
    const [first, second] = bench.host.factsOf(TASK_ASSIGNED);
    bench.hear(first!.node, bench.result(task, 0, { outcome: 'trap' }));
    expect(bench.settled()).toEqual([]);
    bench.hear(second!.node, bench.result(task, 1));
    expect(bench.settled()).toEqual([`0 by ${second!.node}`]);
  });
});

describe('what a task needs', () => {
  const fit: Partial<Capabilities> = {
    cores: 8,
    memory: bytes(100),
    up: bitRate(50),
    down: bitRate(50),
    gpu: true,
    npu: true,
    region: 'far',
  };
  const needs: readonly [string, Needs][] = [
    ['cores', { cpu: 8 }],
    ['memory', { memory: bytes(100) }],
    ['bandwidth both ways', { bandwidth: bitRate(50) }],
    ['a gpu', { gpu: true }],
    ['an npu', { npu: true }],
    ['none of the others', { exclude: [10 as never, 11 as never] }],
    ['all of it', { cpu: 8, memory: bytes(100), bandwidth: bitRate(50), gpu: true, npu: true }],
  ];
  const unfit = { cores: 7, memory: bytes(99), up: bitRate(49), down: bitRate(99), gpu: false, npu: false };

  // DRF takes needs off what a node has, so that five such tasks do not fit: see world-aware.test.ts.
  const plain = strategies.map(({ name }) => name).filter((name) => name !== 'drf');

  describe.each(plain)('binds with %s', (name) => {
    it.each(needs)('%s', (_, wanted) => {
      const bench = new MeshBench({ name, nodes: 0 });
      for (const node of [10, 11]) bench.register(node, { capabilities: unfit });
      bench.register(12, { capabilities: { ...fit, slots: 5 } });
      for (const node of [10, 11, 12]) bench.beat(node);
      bench.host.take();
      for (let task = 0; task < 5; task++) bench.submit({ needs: wanted });
      const reached = bench.host.take().filter(({ type }) => type === 'assign' || type === 'probe');
      expect(reached.length).toBeGreaterThanOrEqual(5);
      expect(new Set(bench.host.factsOf(TASK_ASSIGNED).map(({ node }) => node as number))).toEqual(
        new Set(name === 'batch-sampling' ? [] : [12]),
      );
    });

    it('a reputation, as it is when the task goes', () => {
      const bench = new MeshBench({ name, nodes: 1, attempts: 1 });
      const trial = bench.submit();
      if (name === 'batch-sampling') bench.hear(10, { type: 'claim', task: trial, copy: 0 });
      bench.hear(10, bench.result(trial, 0, { outcome: 'trap' }));
      bench.host.take();
      bench.submit({ needs: { reputation: probability(0.5) } });
      expect(bench.host.take()).toEqual([]);
      bench.submit({ needs: { reputation: probability(0.3) } });
      expect(new Set(bench.host.take().map((message) => 'task' in message && message.task))).toEqual(new Set([2]));
    });
  });

  it('prefers a region, and takes another when it has nobody left', () => {
    const bench = new MeshBench({ nodes: 0, name: 'redundancy-d' });
    bench
      .register(10)
      .register(11, { capabilities: { region: 'far' } })
      .register(12);
    bench.submit({ needs: { region: 'far' } });
    expect(bench.host.factsOf(TASK_ASSIGNED)[0]).toMatchObject({ node: 11 });
    expect(bench.host.factsOf(TASK_ASSIGNED)[1]).not.toMatchObject({ node: 11 });
    bench.submit({ needs: { region: 'moon' } });
    expect(bench.host.factsOf(TASK_ASSIGNED).length).toBe(4);
  });

  it('that no node has is waited for, and then given up', () => {
    const bench = new MeshBench({ patience: seconds(25) });
    bench.submit({ needs: { gpu: true } });
    bench.passTo(seconds(9), [10, 11]);
    expect(bench.settled()).toEqual([]);
    bench.passTo(seconds(30), [10, 11]);
    expect(bench.settled()).toEqual([]);
    bench.passTo(seconds(40), [10, 11]);
    expect(bench.settled()).toEqual(['0 no-eligible-node']);
  });

  it('is waited for as long by a late task as by an early one', () => {
    const bench = new MeshBench({ patience: seconds(60) });
    bench.submit({ needs: { gpu: true } });
    bench.passTo(seconds(55), [10, 11]);
    bench.submit({ needs: { gpu: true } });
    bench.passTo(seconds(100), [10, 11]);
    expect(bench.settled()).toEqual(['0 no-eligible-node']);
    bench.passTo(seconds(119), [10, 11]);
    expect(bench.settled()).toEqual(['0 no-eligible-node']);
    bench.passTo(seconds(120), [10, 11]);
    expect(bench.settled()).toEqual(['0 no-eligible-node', '1 no-eligible-node']);
  });

  it('is met when a node that has it joins', () => {
    const bench = new MeshBench();
    bench.submit({ needs: { gpu: true } });
    bench.register(12, { capabilities: { gpu: true } });
    expect(assignedTo(bench)).toEqual(['0/0 to 12']);
  });

  it('is met when a node comes back with more than it had', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.register(10, { epoch: 1, capabilities: { gpu: true } });
    bench.submit({ needs: { gpu: true } });
    expect(assignedTo(bench)).toEqual(['0/0 to 10']);
  });
});

describe('a strategy that declines', () => {
  /** Takes every node but for tasks that are estimated at one of these. */
  const declining = (declined: Set<number>): Strategy => ({
    choose: ({ estimate }, pool) => (declined.has(estimate) ? undefined : pool.at(0)),
  });
  const sized = (estimate: number, needs: Needs = {}): Partial<Submit> => ({
    needs,
    work: { unit: 'time', amount: estimate, source: 0, independent: false },
  });

  it('is asked again, in order, when something changes', () => {
    const declined = new Set([1, 2]);
    const bench = new MeshBench({ nodes: 1, strategy: declining(declined) });
    bench.submit(sized(1));
    bench.submit(sized(2));
    bench.submit(sized(1));
    bench.passTo(seconds(15), [10]);
    expect(assignedTo(bench)).toEqual([]);
    declined.clear();
    bench.passTo(seconds(25), [10]);
    expect(assignedTo(bench)).toEqual(['0/0 to 10', '1/0 to 10', '2/0 to 10']);
  });

  it('does not hold up tasks of other needs', () => {
    const declined = new Set([1, 2]);
    const bench = new MeshBench({ nodes: 1, strategy: declining(declined) });
    bench.submit(sized(1));
    bench.submit(sized(2, { cpu: 2 }));
    declined.delete(2);
    bench.passTo(seconds(15), [10]);
    expect(assignedTo(bench)).toEqual(['1/0 to 10']);
  });

  it('for ever lets its tasks fail in the end', () => {
    const bench = new MeshBench({ nodes: 1, strategy: declining(new Set([1])), patience: seconds(60) });
    bench.submit(sized(1));
    bench.passTo(seconds(90), [10]);
    expect(bench.settled()).toEqual(['0 no-eligible-node']);
  });
});

describe('liveness', () => {
  it('counts a node out after three missed heartbeats, and in again when it is heard', () => {
    const bench = new MeshBench();
    bench.passTo(seconds(30), [11]);
    expect(bench.host.factsOf(NODE_OFFLINE)).toEqual([]);
    bench.passTo(seconds(40), [11]);
    expect(bench.host.factsOf(NODE_OFFLINE)).toEqual([{ node: 10 }]);
    bench.submit();
    bench.submit();
    expect(assignedTo(bench)).toEqual(['0/0 to 11', '1/0 to 11']);
    bench.beat(10);
    expect(bench.host.factsOf(NODE_ONLINE)).toEqual([{ node: 10 }]);
    bench.submit();
    bench.submit();
    expect(assignedTo(bench).slice(2)).toContain('2/0 to 10');
  });

  it('tries what a node held elsewhere once it is given up, and calls it back should it live', () => {
    const bench = new MeshBench({ abandonAfter: seconds(60) });
    const task = bench.submit();
    bench.host.take();
    bench.passTo(seconds(90), [11]);
    expect(assignedTo(bench).length).toBe(1);
    bench.passTo(seconds(100), [11]);
    expect(assignedTo(bench)).toEqual(['0/0 to 10', '0/1 to 11']);
    expect(bench.host.factsOf(COPY_CANCELLED)).toEqual([{ task, node: 10, copy: 0 }]);
    expect(bench.host.taken('cancel')).toEqual([{ type: 'cancel', task, copy: 0 }]);
    bench.hear(10, bench.result(task, 0));
    expect(bench.settled()).toEqual([]);
    bench.hear(11, bench.result(task, 1));
    expect(bench.settled()).toEqual(['0 by 11']);
  });

  it('keeps what a node holds while it may come back', () => {
    const bench = new MeshBench({ abandonAfter: seconds(600) });
    const task = bench.submit();
    bench.passTo(seconds(300), [11]);
    bench.register(10, { epoch: 1, resumed: true });
    bench.hear(10, bench.result(task, 0, { epoch: 1 }));
    expect(bench.settled()).toEqual(['0 by 10']);
    expect(assignedTo(bench).length).toBe(1);
  });

  it('tries everything elsewhere at once when a node comes back with nothing', () => {
    const bench = new MeshBench();
    const tasks = [bench.submit(), bench.submit(), bench.submit()];
    bench.register(10, { epoch: 1 });
    expect(bench.host.factsOf(COPY_CANCELLED).map(({ task }) => task)).toEqual([tasks[0], tasks[2]]);
    expect(assignedTo(bench).length).toBe(5);
    expect(bench.host.factsOf(NODE_REGISTERED).map(({ epoch }) => epoch)).toEqual([0, 0, 1]);
    for (const message of bench.host.taken('assign')) {
      const { node } = bench.host
        .factsOf(TASK_ASSIGNED)
        .find(({ task, copy }) => task === message.task && copy === message.copy)!;
      expect(message.epoch).toBe(node === 10 && message.copy > 0 ? 1 : 0);
    }
  });

  it('gives up after as many attempts as are allowed', () => {
    const bench = new MeshBench({ nodes: 1, attempts: 3 });
    bench.submit();
    for (let epoch = 1; epoch <= 3; epoch++) bench.register(10, { epoch });
    expect(assignedTo(bench).length).toBe(3);
    expect(bench.settled()).toEqual(['0 attempts-exhausted']);
  });

  it('does not try the tasks of one lost node at another that is lost as well', () => {
    const bench = new MeshBench({ nodes: 5, abandonAfter: seconds(0), attempts: 2 });
    for (let task = 0; task < 5; task++) bench.submit();
    bench.passTo(seconds(40), [14]);
    const again = assignedTo(bench).slice(5);
    expect(again).toEqual([0, 1, 2, 3].map((task) => `${task}/1 to 14`));
    expect(bench.settled()).toEqual([]);
  });

  it('lets all nodes go, and waits for one to come', () => {
    const bench = new MeshBench({ abandonAfter: seconds(0), patience: seconds(600) });
    bench.submit();
    bench.passTo(seconds(40));
    expect(bench.host.factsOf(NODE_OFFLINE).length).toBe(2);
    bench.submit();
    expect(assignedTo(bench).length).toBe(1);
    bench.beat(11);
    expect(assignedTo(bench).slice(1)).toEqual(['0/1 to 11', '1/0 to 11']);
  });

  it('does not listen to an earlier life', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.register(10, { epoch: 2 });
    bench.register(10, { epoch: 1 }).beat(10, { epoch: 1 });
    expect(bench.host.factsOf(NODE_REGISTERED).map(({ epoch }) => epoch)).toEqual([0, 2]);
    expect(bench.host.factsOf(TELEMETRY_RECEIVED)).toEqual([]);
    bench.host.take();
    bench.register(10, { epoch: 2 });
    expect(bench.host.take()).toEqual([{ type: 'welcome', sentAt: 0 }]);
    expect(bench.host.factsOf(NODE_REGISTERED).length).toBe(2);
  });

  it('does not listen to strangers', () => {
    const bench = new MeshBench({ nodes: 0 });
    bench.beat(10);
    expect(bench.host.take()).toEqual([]);
  });
});

describe('safety mode', () => {
  it('spares a node that is far, until it is near enough again', () => {
    const bench = new MeshBench();
    bench.host.time = seconds(100);
    bench.beat(10, {}, 2 * milliseconds(101));
    expect(bench.host.factsOf(NODE_SUSPENDED)).toEqual([{ node: 10 }]);
    for (let task = 0; task < 4; task++) bench.submit();
    expect(new Set(bench.host.factsOf(TASK_ASSIGNED).map(({ node }) => node))).toEqual(new Set([11]));
    // Smoothed by an eighth: 101, 88.4, 77.3 ms.
    bench.beat(10);
    expect(bench.host.factsOf(NODE_RESUMED)).toEqual([]);
    bench.beat(10);
    expect(bench.host.factsOf(NODE_RESUMED)).toEqual([{ node: 10 }]);
    bench.submit();
    bench.submit();
    expect(assignedTo(bench).slice(4).join()).toContain('to 10');
  });

  it('spares a node that asks for it', () => {
    const bench = new MeshBench();
    bench.beat(10, { safetyMode: true });
    expect(bench.host.factsOf(NODE_SUSPENDED)).toEqual([{ node: 10 }]);
    bench.beat(10);
    expect(bench.host.factsOf(NODE_RESUMED)).toEqual([{ node: 10 }]);
  });

  it('outlasts a restart', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.beat(10, { safetyMode: true });
    bench.register(10, { epoch: 1 });
    bench.submit();
    expect(assignedTo(bench)).toEqual([]);
    bench.beat(10, { epoch: 1 });
    expect(assignedTo(bench)).toEqual(['0/0 to 10']);
  });

  it('lets what runs go on', () => {
    const bench = new MeshBench({ nodes: 1 });
    const task = bench.submit();
    bench.beat(10, { safetyMode: true });
    bench.hear(10, bench.result(task, 0));
    expect(bench.settled()).toEqual(['0 by 10']);
  });
});

describe('round trips', () => {
  /** 0.4 of bandwidth at 100 Mbps, 0.2 of 5 GFLOPS/W, 0.1 of reputation 1/2; and 0.3 of latency. */
  const nearnessOf = (bench: MeshBench): number =>
    (bench.host.factsOf(TELEMETRY_RECEIVED).at(-1)!.health - 0.04 - 0.1 - 0.05) / 0.3;

  it('are measured by the coordinator: echo, less how long the node held it, halved', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.host.time = seconds(50);
    bench.beat(10, { echo: seconds(40) as unknown as Instant, held: (seconds(10) - 40_000) as never });
    expect(nearnessOf(bench)).toBeCloseTo(1 - 0.2, 9);
    // Smoothed: 7/8 of 40 ms and 1/8 of 120 ms are 50 ms.
    bench.beat(10, {}, 120_000);
    expect(nearnessOf(bench)).toBeCloseTo(1 - 0.25, 9);
  });

  it('are never less than nothing, whatever a node claims', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.host.time = seconds(50);
    bench.beat(10, { held: seconds(1_000_000) });
    bench.beat(10, { echo: seconds(90) as unknown as Instant });
    expect(nearnessOf(bench)).toBeCloseTo(1, 9);
  });

  it('do not count the time that a node was down', () => {
    const bench = new MeshBench({ nodes: 1 });
    bench.host.time = seconds(1_000);
    bench.register(10, { epoch: 1, resumed: true });
    // The welcome of its last life reached it only now.
    bench.beat(10, { epoch: 1, echo: seconds(10) as unknown as Instant, held: 0 as never });
    expect(bench.host.factsOf(NODE_SUSPENDED)).toEqual([]);
    expect(nearnessOf(bench)).toBeCloseTo(0, 9);
    bench.beat(10, { epoch: 1 });
    expect(nearnessOf(bench)).toBeCloseTo(1, 9);
  });
});

describe('the circuit breaker', () => {
  it('opens below the least number of peers, and closes with them', () => {
    const bench = new MeshBench({ nodes: 2, breaker: { peers: 3, latency: seconds(2) } });
    bench.submit();
    expect(assignedTo(bench)).toEqual([]);
    expect(bench.host.factsOf(BREAKER_OPENED)).toEqual([{ peers: 0 }]);
    bench.register(12);
    expect(bench.host.factsOf(BREAKER_CLOSED)).toEqual([{ peers: 3 }]);
    expect(assignedTo(bench).length).toBe(1);
    bench.beat(12, { safetyMode: true });
    expect(bench.host.factsOf(BREAKER_OPENED)).toEqual([{ peers: 0 }, { peers: 2 }]);
    bench.submit();
    expect(assignedTo(bench).length).toBe(1);
  });

  it('that stays open does not keep tasks for ever', () => {
    const bench = new MeshBench({ nodes: 3, breaker: { peers: 8, latency: seconds(2) }, patience: seconds(60) });
    bench.submit();
    bench.passTo(seconds(80), [10, 11, 12]);
    expect(bench.settled()).toEqual(['0 no-eligible-node']);
  });

  const far = {
    safety: {
      temperature: { enter: celsius(85), leave: celsius(80) },
      latency: { enter: seconds(100), leave: seconds(100) },
      errors: 25,
    },
  };

  it('opens when the mesh is slow, and closes at four fifths of that', () => {
    const bench = new MeshBench({ ...far, nodes: 2, breaker: { peers: 1, latency: milliseconds(100) } });
    bench.host.time = seconds(5);
    bench.beat(10, {}, milliseconds(100)).beat(11, {}, milliseconds(320));
    bench.passTo(seconds(10));
    expect(bench.host.factsOf(BREAKER_OPENED).length).toBe(2);
    bench.submit();
    expect(assignedTo(bench)).toEqual([]);
    // Mean 105 ms; then 50 and 140 ms: 95 ms; 50 and 107.2 ms: 78.6 ms.
    bench.beat(11, {}, 0);
    bench.passTo(seconds(20));
    expect(bench.host.factsOf(BREAKER_CLOSED).length).toBe(1);
    bench.beat(11, {}, 0).beat(11, {}, 0);
    bench.passTo(seconds(30));
    expect(bench.host.factsOf(BREAKER_CLOSED).length).toBe(2);
    expect(assignedTo(bench).length).toBe(1);
  });

  it('forgets the latency of nodes that are gone', () => {
    const bench = new MeshBench({ ...far, nodes: 2, breaker: { peers: 1, latency: milliseconds(100) } });
    bench.host.time = seconds(5);
    bench.beat(10).beat(11, {}, seconds(4));
    bench.passTo(seconds(10), [10]);
    expect(bench.host.factsOf(BREAKER_OPENED).length).toBe(2);
    bench.passTo(seconds(60), [10]);
    expect(bench.host.factsOf(NODE_OFFLINE)).toEqual([{ node: 11 }]);
    expect(bench.host.factsOf(BREAKER_CLOSED).length).toBe(2);
  });
});
