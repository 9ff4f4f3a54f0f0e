// Clients that cheat: what they get by it, and what the mesh and honest nodes lose.

import { describe, expect, it } from 'vitest';
import {
  EXECUTION_STARTED,
  NODE_DEPLOYED,
  NODE_LIED,
  REPUTATION_CHANGED,
  TASK_ACCEPTED,
  TASK_SETTLED,
  TOKENS_MOVED,
} from '../../../core/protocol/index.ts';
import { findClientBehaviour } from '../../../sim/adversary/index.ts';
import { loadScenarioFile, runCell } from '../../../sim/experiment/index.ts';
import type { ChosenBehaviour } from '../../../sim/scenario/index.ts';
import { type Cell, cell, constant, milliseconds, network, nodes, seconds, strategy, workload } from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';
import { write } from '../scenario/fixture.ts';

function cheating(name: string, parameters: ChosenBehaviour['parameters'] = {}): readonly ChosenBehaviour[] {
  const declared = Object.entries(findClientBehaviour(name)!.parameters);
  const usual = Object.fromEntries(declared.map(([key, parameter]) => [key, parameter.default]));
  return [{ name, parameters: { ...usual, ...parameters } }];
}

const mesh = (behaviour: readonly ChosenBehaviour[], more: Partial<Cell> = {}): Cell =>
  cell({ workload: [workload({ behaviour, expires: seconds(600) })], stop: { tasks: 100 }, ...more });

const federation: Partial<Cell> = {
  network: network({ latency: constant(milliseconds(10)) }),
  coordinators: { region: 'local', count: 4, patience: seconds(2) },
};

describe.each([
  ['one coordinator', {}],
  ['a federation', federation],
])('with %s', (_, more) => {
  it.each(['double-submitter', 'receipt-denier'])('a %s has each task done and paid for once', async (name) => {
    const run = await runWatched(mesh(cheating(name), more));
    expect(run.broken).toEqual([]);
    expect(run.chronicle.of(NODE_LIED).length).toBeGreaterThanOrEqual(100);
    expect(run.chronicle.of(TASK_ACCEPTED)).toHaveLength(100);
    expect(run.chronicle.of(EXECUTION_STARTED)).toHaveLength(100);
    const kinds = run.chronicle.of(TOKENS_MOVED).map(({ fact }) => fact.kind);
    expect([kinds.filter((kind) => kind === 'put').length, kinds.filter((kind) => kind === 'release').length]).toEqual([
      100, 100,
    ]);
    expect(run.metrics['tasks.completed']).toBe(1);
  });

  it('an overspender has nothing done that it cannot pay', async () => {
    const run = await runWatched(mesh(cheating('overspender', { tokens: 30 }), more));
    expect(run.broken).toEqual([]);
    const refused = run.chronicle.of(TASK_SETTLED).filter(({ fact }) => fact.reason === 'insufficient-funds');
    expect([refused.length, run.chronicle.of(EXECUTION_STARTED).length]).toEqual([70, 30]);
  });
});

it('a garbler has its tasks fail, and they settle', async () => {
  const text = (behaviour: string): string => `version: 1
name: garbled
seed: 1
stop: { tasks: 10 }
nodes: [{ group: pi, count: 2, device: raspberry-pi-5 }]
network: { latency: 10 ms }
workload: [{ task: sort, input: random-64, arrivals: { poisson: 1 /s }, expires: 10 min${behaviour} }]
`;
  const ended = async (behaviour: string): Promise<Readonly<Record<string, number>>> => {
    const loaded = await loadScenarioFile(write('garbled.yaml', text(behaviour)));
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
    const { result } = await runCell(loaded.value.scenario.cells[0]!, 1);
    expect(result.invariants.filter(({ held }) => !held)).toEqual([]);
    return result.metrics;
  };
  const honest = await ended('');
  const garbled = await ended(', behaviour: garbler');
  // A program that was garbled on its way never runs: what fails is fetching it.
  expect([honest['jobs.perTask'], garbled['jobs.perTask']]).toEqual([1, 0]);
  expect(garbled['tasks.completed'] ?? 0).toBe(0);
});

describe('ratings under eigentrust', () => {
  const rated = (behaviour: readonly ChosenBehaviour[] | undefined, rule = 'eigentrust'): Cell =>
    cell({
      nodes: [nodes(4), nodes(1, { group: 'bad', behaviour: [{ name: 'lazy', parameters: { rate: 1 } }] })],
      workload: [
        workload({ name: 'honest', expires: seconds(600) }),
        workload({ name: 'cheat', expires: seconds(600), ...(behaviour && { behaviour }) }),
      ],
      scheduling: strategy('round-robin'),
      reputation: { rule, forgetting: 1 },
      stop: { tasks: 400 },
    });
  const reputations = (run: WatchedRun): Record<string, number> => {
    const names = new Map(run.chronicle.of(NODE_DEPLOYED).map(({ fact }) => [fact.node, fact.name]));
    const latest: Record<string, number> = {};
    for (const { fact } of run.chronicle.of(REPUTATION_CHANGED)) latest[names.get(fact.node)!] = fact.value;
    return latest;
  };
  const honestMean = (of: Record<string, number>): number =>
    [1, 2, 3, 4].reduce((sum, node) => sum + of[`pi-${node}`]! / 4, 0);

  it('all are about alike where all are honest', async () => {
    const run = await runWatched(rated(undefined));
    expect(run.broken).toEqual([]);
    for (const value of Object.values(reputations(run))) expect(value).toBeGreaterThan(0.9);
  });

  it('a ballot-stuffer lifts its friend above all, by its own part of the word and no more', async () => {
    const run = await runWatched(rated(cheating('ballot-stuffer')));
    expect(run.broken).toEqual([]);
    const { 'bad-1': friend, ...others } = reputations(run);
    // Three raters. The cheat's whole third goes to its friend, which gets a fifth of the honest client's third. The
    // coordinator takes results at their word here, and saw the friend do half of all tasks and a fifth of the rest.
    const lifted = 1 / 3 + 1 / 15 + 0.6 / 3;
    const left = (1 - lifted) / 4;
    expect(friend).toBe(1);
    for (const value of Object.values(others)) expect(value).toBeCloseTo(0.1 + (0.9 * left) / lifted, 1);
  });

  it('a bad-mouther lowers honest nodes against its friends', async () => {
    const plain = honestMean(reputations(await runWatched(rated(undefined))));
    const run = await runWatched(rated(cheating('bad-mouther')));
    expect(run.broken).toEqual([]);
    // The cheat's third is the friend's alone: (2/3)/5 against (2/3)/5 + 1/3.
    expect(honestMean(reputations(run))).toBeCloseTo(0.1 + (0.9 * (2 / 15)) / (2 / 15 + 1 / 3), 1);
    expect(plain).toBeGreaterThan(0.9);
  });

  it('nobody is asked, and nothing changes, under a rule that takes no ratings', async () => {
    const plain = await runWatched(rated(undefined, 'beta'));
    const cheated = await runWatched(rated(cheating('bad-mouther'), 'beta'));
    expect(cheated.fingerprint).toBe(plain.fingerprint);
  });
});
