// Machines that go by several names, and nodes that say different things to different coordinators.

import { describe, expect, it } from 'vitest';
import { watts } from '../../../core/foundation/index.ts';
import {
  CONTRADICTION_PROVEN,
  EXECUTION_STARTED,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_EXCLUDED,
  NODE_LIED,
  NODE_REGISTERED,
  POWER_CHANGED,
  TASK_ASSIGNED,
  VIEW_CHANGED,
} from '../../../core/protocol/index.ts';
import { findBehaviour } from '../../../sim/adversary/index.ts';
import type { ChosenBehaviour } from '../../../sim/scenario/index.ts';
import {
  type Cell,
  cell,
  constant,
  crash,
  device,
  jobsAt,
  milliseconds,
  network,
  nodes,
  seconds,
  strategy,
  work,
  workload,
} from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';

function behaving(name: string, parameters: ChosenBehaviour['parameters'] = {}): ChosenBehaviour {
  const declared = Object.entries(findBehaviour(name)!.parameters);
  const usual = Object.fromEntries(declared.map(([key, parameter]) => [key, parameter.default]));
  return { name, parameters: { ...usual, ...parameters } };
}

const namesIn = (run: WatchedRun): Map<number, string> =>
  new Map(run.chronicle.of(NODE_DEPLOYED).map(({ fact }) => [fact.node, fact.name]));

describe('a sybil', () => {
  const mesh = (parameters: ChosenBehaviour['parameters'], more: Partial<Cell> = {}): Cell =>
    cell({
      nodes: [nodes(16), nodes(1, { group: 'many', behaviour: [behaving('sybil', parameters)] })],
      workload: [workload({ work: work(constant(milliseconds(100))), expires: seconds(600) })],
      scheduling: strategy('random'),
      verification: { policy: 'replicate', parameters: { k: 5, quorum: 0 } },
      stop: { tasks: 3000 },
      ...more,
    });

  it('outvotes as many honest nodes as it has names: hypergeometric, of 4 names among 20 and 5 copies', async () => {
    const run = await runWatched(mesh({ identities: 4, rate: 1 }));
    expect(run.broken).toEqual([]);
    // (4 * 120 + 16) / 15504; 3.5 standard deviations over 3,000 tasks.
    const expected = 496 / 15_504;
    const deviation = Math.sqrt((expected * (1 - expected)) / 3000);
    expect(Math.abs(run.metrics['wrong.accepted']! - expected)).toBeLessThan(3.5 * deviation);
  });

  it('computes each task once, and is paid under all names', async () => {
    const run = await runWatched(
      mesh(
        { identities: 4 },
        {
          // Fast enough that names wait for the machine.
          workload: [
            workload({
              work: work(constant(milliseconds(100))),
              arrivals: { kind: 'poisson', rate: 8 },
              expires: seconds(600),
            }),
          ],
          stop: { tasks: 1000 },
        },
      ),
    );
    const many = [...namesIn(run)].filter(([, name]) => name.startsWith('many')).map(([node]) => node);
    expect(many).toHaveLength(4);
    const answered = run.chronicle.of(NODE_LIED);
    const assigned = run.chronicle.of(TASK_ASSIGNED).filter(({ fact }) => many.includes(fact.node));
    const tasks = new Set(assigned.map(({ fact }) => fact.task));
    // What it did not compute again it was found not to have: all but one copy of each task.
    expect(answered.length).toBe(assigned.length - tasks.size);
    expect(answered.every(({ fact }) => !fact.wrong && fact.behaviour === 'sybil')).toBe(true);
    expect(run.metrics['wrong.accepted']).toBe(0);
  });

  it('has the slots and the watts of one machine', async () => {
    const powered = device({ power: { idle: watts(4), peak: watts(10) } });
    const run = await runWatched(
      cell({
        nodes: [nodes(1, { group: 'many', device: powered, behaviour: [behaving('sybil', { identities: 3 })] })],
        workload: [jobsAt([1, 1, 1], constant(seconds(10)))],
        stop: {},
      }),
    );
    expect(run.broken).toEqual([]);
    // Three tasks that are given to three names of one slot: one after the other.
    expect(new Set(run.chronicle.of(EXECUTION_STARTED).map(({ party }) => party)).size).toBe(3);
    expect(run.ended).toBeCloseTo(31, 6);
    const latest = new Map<number, number>();
    let most = 0;
    for (const { fact } of run.chronicle.of(POWER_CHANGED)) {
      latest.set(fact.node, fact.watts);
      most = Math.max(
        most,
        [...latest.values()].reduce((sum, each) => sum + each, 0),
      );
    }
    expect(most).toBe(10);
  });

  it('goes down under all names, and comes back', async () => {
    const run = await runWatched(
      mesh({ identities: 4 }, { stop: { tasks: 100 }, faults: [crash(['many-1'], 20, 30)] }),
    );
    expect(run.broken).toEqual([]);
    expect(run.chronicle.of(NODE_CRASHED)).toHaveLength(4);
    expect(run.metrics['tasks.completed']).toBe(1);
  });
});

describe('a whitewasher', () => {
  const mesh = (behaviour: readonly ChosenBehaviour[]): Cell =>
    cell({
      nodes: [nodes(6), nodes(1, { group: 'bad', behaviour })],
      workload: [workload({ expires: seconds(600) })],
      scheduling: strategy('random'),
      verification: {
        policy: 'spot-check',
        parameters: { rate: 0.05, blacklist: true, group: 10, wait: seconds(60) },
      },
      stop: { tasks: 1500 },
    });
  const liar = behaving('saboteur', { rate: 0.5 });

  it('is excluded again and again, where a liar with one name is excluded once', async () => {
    const once = await runWatched(mesh([liar]));
    const again = await runWatched(mesh([liar, behaving('whitewasher', { identities: 5, idle: seconds(30) })]));
    expect([...once.broken, ...again.broken]).toEqual([]);
    expect(once.chronicle.of(NODE_EXCLUDED)).toHaveLength(1);
    expect(again.chronicle.of(NODE_EXCLUDED).length).toBeGreaterThanOrEqual(3);
    expect(again.metrics['wrong.accepted']!).toBeGreaterThan(once.metrics['wrong.accepted']!);
  });

  it('has one name at a time: no work comes under one that it has left', async () => {
    const run = await runWatched(
      mesh([liar, behaving('whitewasher', { identities: 3, idle: seconds(3600), every: seconds(120) })]),
    );
    const names = namesIn(run);
    const bad = [...names].filter(([, name]) => name.startsWith('bad')).map(([node]) => node);
    expect([...names.values()].slice(-3)).toEqual(['bad-1', 'bad-1~2', 'bad-1~3']);
    const registered = run.chronicle.of(NODE_REGISTERED).filter(({ fact }) => bad.includes(fact.node));
    expect(registered.map(({ fact }) => fact.node)).toEqual(bad);
    for (const [at, node] of bad.slice(1).entries()) {
      const came = registered[at + 1]!.at;
      const late = run.chronicle
        .of(EXECUTION_STARTED)
        .filter(({ party, at: when }) => party === bad[at] && when > came);
      expect(late).toEqual([]);
      expect(came).toBeGreaterThanOrEqual(120 * (at + 1));
      expect(node).toBe(bad[at]! + 1);
    }
  });
});

describe('a node that signs two results of one assignment', () => {
  const mesh = (behaviour: readonly ChosenBehaviour[], more: Partial<Cell> = {}): Cell =>
    cell({
      nodes: [nodes(4), nodes(2, { group: 'bad', behaviour })],
      network: network({ latency: constant(milliseconds(10)) }),
      workload: [workload({ expires: seconds(600) })],
      verification: { policy: 'replicate', parameters: { k: 3, quorum: 0 } },
      stop: { tasks: 60 },
      ...more,
    });
  const federated = { coordinators: { region: 'local', count: 4, patience: seconds(2) } };
  const convicted = (run: WatchedRun): string[] =>
    run.chronicle.of(CONTRADICTION_PROVEN).map(({ fact }) => namesIn(run).get(fact.node)!);

  it('neither divides a federation nor stops it, and is out', async () => {
    const run = await runWatched(mesh([behaving('equivocator')], federated));
    expect(run.broken).toEqual([]);
    expect(run.metrics['tasks.completed']).toBe(1);
    expect(run.chronicle.of(VIEW_CHANGED)).toEqual([]);
    expect(convicted(run).sort()).toEqual(['bad-1', 'bad-2']);
    expect(run.metrics).toMatchObject({ 'detection.share': 1, 'detection.convicted': 2, 'honest.punished': 0 });
  });

  it.each([
    ['one coordinator', {}],
    ['a federation', federated],
  ])('is out once it takes back what it has said: %s', async (_, more) => {
    const run = await runWatched(mesh([behaving('recanter', { rate: 1 })], more));
    expect(run.broken).toEqual([]);
    expect(convicted(run).sort()).toEqual(['bad-1', 'bad-2']);
    expect(run.metrics).toMatchObject({ 'tasks.completed': 1, 'honest.punished': 0 });
  });

  it.each([
    ['one coordinator', {}],
    ['a federation', federated],
  ])('is not whoever is accused of it by somebody without signatures: %s', async (_, more) => {
    const run = await runWatched(mesh([behaving('framer')], more));
    expect(run.broken).toEqual([]);
    expect(run.chronicle.of(NODE_LIED).length).toBeGreaterThan(20);
    expect(convicted(run)).toEqual([]);
  });

  it('is the same if every message goes through its bytes', async () => {
    const lying = mesh([behaving('equivocator', { rate: 0.5 }), behaving('recanter')], federated);
    const [plain, wired] = [await runWatched(lying), await runWatched(lying, { wire: true })];
    expect(wired.fingerprint).toBe(plain.fingerprint);
    expect(convicted(plain).length).toBe(2);
  });
});

it('work that was never done takes no energy, and every joule is accounted for', async () => {
  const powered = device({ power: { idle: watts(4), peak: watts(10) } });
  const run = await runWatched(
    cell({
      nodes: [
        nodes(2, { device: powered }),
        nodes(2, { group: 'idle', device: powered, behaviour: [behaving('lazy')] }),
      ],
    }),
  );
  expect(run.broken).toEqual([]);
});
