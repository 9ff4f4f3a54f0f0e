// Batches, probes and claims, message by message.

import { describe, expect, it } from 'vitest';
import type { Amount, Instant, TaskId } from '../../../core/foundation/index.ts';
import { probability, seconds } from '../../../core/foundation/index.ts';
import { COPY_CANCELLED, TASK_ASSIGNED } from '../../../core/protocol/index.ts';
import { type BenchSettings, MeshBench } from './bench.ts';

const sampling = (more: BenchSettings = {}): MeshBench => new MeshBench({ name: 'batch-sampling', nodes: 4, ...more });

interface Sent {
  readonly node: number;
  readonly task: number;
  readonly copy: number;
}

/** Probes sent since the last call, and to whom. */
function probes(bench: MeshBench): Sent[] {
  return bench.host
    .takeAddressed()
    .flatMap(({ to, message }) =>
      message.type === 'probe' ? [{ node: to, task: message.task, copy: message.copy }] : [],
    );
}

const claim = (bench: MeshBench, { node, task, copy }: Sent): MeshBench =>
  bench.hear(node, { type: 'claim', task: task as TaskId, copy });

const bound = (bench: MeshBench): string[] =>
  bench.host.factsOf(TASK_ASSIGNED).map(({ task, node, copy }) => `${task}/${copy} to ${node}`);

describe('a batch', () => {
  it('is probed for once its last task is here, at distinct nodes', () => {
    const bench = sampling();
    bench.hear(0, bench.submission({ batch: 2, batchIndex: 0 }));
    expect(probes(bench)).toEqual([]);
    bench.hear(0, bench.submission({ batch: 2, batchIndex: 1 }));
    const sent = probes(bench);
    expect(sent.map(({ task, copy }) => [task, copy])).toEqual([0, 1, 2, 3].map((copy) => [0, copy]));
    expect(new Set(sent.map(({ node }) => node)).size).toBe(4);
    expect(bound(bench)).toEqual([]);
  });

  it('goes round a mesh that is smaller than its probes', () => {
    const bench = sampling({ nodes: 2 });
    bench.submitBatch(3);
    const nodes = probes(bench).map(({ node }) => node);
    expect([10, 11].map((node) => nodes.filter((probed) => probed === node).length)).toEqual([3, 3]);
  });

  it('gives its tasks to the probes whose turn comes first, in order; the others are told that nothing is left', () => {
    const bench = sampling();
    bench.submitBatch(2);
    const sent = probes(bench);
    claim(bench, sent[3]!);
    claim(bench, sent[1]!);
    expect(bound(bench)).toEqual([`0/3 to ${sent[3]!.node}`, `1/1 to ${sent[1]!.node}`]);
    const answers = bench.host.taken('assign');
    expect(answers.map(({ task, copy, claim: name }) => [task, copy, name])).toEqual([
      [0, 3, 0],
      [1, 1, 0],
    ]);
    claim(bench, sent[0]!);
    claim(bench, sent[2]!);
    expect(bench.host.take()).toEqual([
      { type: 'cancel', task: 0, copy: 0 },
      { type: 'cancel', task: 0, copy: 2 },
    ]);
    expect(bench.host.factsOf(COPY_CANCELLED)).toEqual([]);
  });

  it('answers a claim once: an assignment that is under way is not called back', () => {
    const bench = sampling();
    bench.submit();
    const [first] = probes(bench);
    claim(bench, first!);
    bench.host.take();
    claim(bench, first!);
    expect(bench.host.take()).toEqual([]);
    bench.hear(first!.node, bench.result(0 as TaskId, first!.copy));
    expect(bench.settled()).toEqual([`0 by ${first!.node}`]);
    claim(bench, first!);
    expect(bench.host.taken('assign')).toEqual([]);
  });

  it('leaves out tasks that have expired', () => {
    const bench = sampling();
    bench.submitBatch(2, (index) => (index === 0 ? { expires: seconds(1) as unknown as Instant } : {}));
    const sent = probes(bench);
    bench.passTo(seconds(2));
    claim(bench, sent[0]!);
    expect(bound(bench)).toEqual([`1/0 to ${sent[0]!.node}`]);
  });

  it.each<[string, (index: number) => { budget?: Amount; expires?: Instant }]>([
    ['last cannot be paid', (index) => (index === 2 ? { budget: 5_000n as Amount } : {})],
    ['first cannot be paid', (index) => (index === 0 ? { budget: 5_000n as Amount } : {})],
    ['last had expired', (index) => (index === 2 ? { expires: -1 as Instant } : {})],
  ])('goes its way without those of its tasks that %s', (_, odd) => {
    const bench = sampling();
    const tasks = bench.submitBatch(3, odd);
    const sent = probes(bench);
    expect(sent.length).toBe(4);
    for (const probe of sent) claim(bench, probe);
    const expected = tasks.filter((__, index) => Object.keys(odd(index)).length === 0);
    expect(bench.host.factsOf(TASK_ASSIGNED).map(({ task }) => task)).toEqual(expected);
  });

  it('of which nothing is left is forgotten', () => {
    const bench = sampling();
    bench.submitBatch(2, () => ({ budget: 5_000n as Amount }));
    expect(probes(bench)).toEqual([]);
    expect(bench.settled().length).toBe(2);
  });
});

describe('probes at a node that', () => {
  it('has lost its queue are replaced, as far as tasks still want a node', () => {
    const bench = sampling();
    bench.submitBatch(2);
    const sent = probes(bench);
    for (const node of [10, 11, 12]) bench.register(node, { epoch: 1 });
    const more = probes(bench);
    // Two of the four may go without replacement; then one for each that is missing.
    expect(more.map(({ copy }) => copy)).toEqual([4]);
    for (const probe of [...more, ...sent.filter(({ node }) => node === 13)]) claim(bench, probe);
    expect(bench.host.factsOf(TASK_ASSIGNED).map(({ task }) => task)).toEqual([0, 1]);
  });

  it('is given up are called back, for it may have them still', () => {
    const bench = sampling({ abandonAfter: seconds(60) });
    bench.submit();
    const sent = probes(bench);
    const alive = [10, 11, 12, 13].filter((node) => node !== sent[0]!.node);
    bench.passTo(seconds(200), alive);
    expect(bench.host.taken('cancel')).toEqual([{ type: 'cancel', task: 0, copy: 0 }]);
    bench.beat(sent[0]!.node);
    claim(bench, sent[0]!);
    expect(bound(bench)).toEqual([]);
    claim(bench, sent[1]!);
    expect(bound(bench)).toEqual([`0/1 to ${sent[1]!.node}`]);
  });

  it('is in safety mode when its turn comes get nothing, and another takes their place if need be', () => {
    const bench = sampling({ parameters: { ratio: 1 } });
    bench.submit();
    const [only] = probes(bench);
    bench.beat(only!.node, { safetyMode: true });
    claim(bench, only!);
    const answers = bench.host.takeAddressed().filter(({ message }) => message.type !== 'welcome');
    expect(answers).toMatchObject([
      { to: only!.node, message: { type: 'cancel', task: 0, copy: 0 } },
      { message: { type: 'probe', task: 0, copy: 1 } },
    ]);
    expect(answers[1]!.to).not.toBe(only!.node);
    expect(bound(bench)).toEqual([]);
  });

  it('no longer has the reputation that is needed get nothing', () => {
    const bench = sampling({ parameters: { ratio: 1 }, nodes: 1, attempts: 1 });
    const needs = { reputation: probability(0.5) };
    const tasks = [bench.submit({ needs }), bench.submit({ needs })];
    const sent = probes(bench);
    claim(bench, sent[0]!);
    bench.hear(10, bench.result(tasks[0]!, 0, { outcome: 'trap' }));
    bench.host.take();
    claim(bench, sent[1]!);
    expect(bench.host.take()).toEqual([{ type: 'cancel', task: tasks[1], copy: 0 }]);
    expect(bound(bench).length).toBe(1);
  });

  it('comes to its turn while the breaker is open get nothing, and the task waits', () => {
    const bench = sampling({ parameters: { ratio: 1 }, nodes: 2, breaker: { peers: 2, latency: seconds(2) } });
    bench.submit();
    const [only] = probes(bench);
    const other = 21 - only!.node;
    bench.beat(other, { safetyMode: true });
    claim(bench, only!);
    expect(bound(bench)).toEqual([]);
    bench.beat(other);
    expect(bound(bench).length).toBe(1);
  });
});

describe('numbers', () => {
  it('of copies and probes of one batch never meet at a node', () => {
    const bench = sampling({ nodes: 2, parameters: { ratio: 1 }, abandonAfter: seconds(30) });
    bench.submitBatch(3);
    const seen = probes(bench);
    const names = seen.map(({ node, task, copy }) => `${node}: ${task}/${copy}`);
    // Both nodes go; one is given up, and what its probes were for is placed directly when the other is back.
    bench.passTo(seconds(20), [10]).passTo(seconds(75)).beat(10);
    for (const { node, task, copy } of bench.host.factsOf(TASK_ASSIGNED)) names.push(`${node}: ${task}/${copy}`);
    expect(bench.host.factsOf(TASK_ASSIGNED).length).toBeGreaterThan(0);
    for (const probe of seen.filter(({ node }) => node === 10)) claim(bench, probe);
    expect(new Set(names).size).toBe(names.length);
  });

  it('of a task that is tried again are new', () => {
    const bench = sampling({ nodes: 1 });
    bench.submit();
    const sent = probes(bench);
    claim(bench, sent[1]!);
    bench.hear(10, bench.result(0 as TaskId, 1, { outcome: 'trap' }));
    const copies = bench.host.factsOf(TASK_ASSIGNED).map(({ copy }) => copy);
    expect(copies).toEqual([1, 2]);
  });
});
