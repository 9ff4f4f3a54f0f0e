// Meshes in which claims are tried, with liars of every kind among provers and challengers: the rules hold whoever lies.

import { describe, expect, it } from 'vitest';
import {
  CLAIM_COMMITTED,
  DISPUTE_SETTLED,
  MESSAGE_SENT,
  NODE_DEPLOYED,
  PROOF_VERIFIED,
  TASK_SETTLED,
} from '../../core/protocol/index.ts';
import { findPolicy } from '../../core/verification/index.ts';
import { behaviours, findBehaviour } from '../../sim/adversary/index.ts';
import { openStream } from '../../sim/kernel/index.ts';
import type { NodeGroup } from '../../sim/scenario/index.ts';
import { type Cell, cell, constant, crash, exponential, network, nodes, seconds, work, workload } from '../cells.ts';
import { runWatched } from '../runs.ts';

type Parameters = Cell['verification']['parameters'];

const MESHES = 40;
const LIARS = [
  ...[
    'wrong-midpoint',
    'trace-withholder',
    'silent-challenger',
    'interloper',
    'disowner',
    'saboteur',
    'always-lie',
    'lazy',
    'copycat',
  ],
  ...['proof-forger', 'proof-thief', 'proof-withholder'],
];

const DEFENCES = findBehaviour('wrong-midpoint')!.parameters['defence']!.choices!;

const defaultsOf = (declared: Readonly<Record<string, { readonly default: number | boolean | string }>>): Parameters =>
  Object.fromEntries(Object.entries(declared).map(([key, { default: usual }]) => [key, usual]));

function trying(policy: string, more: Parameters): Cell['verification'] {
  return { policy, parameters: { ...defaultsOf(findPolicy(policy)!.parameters), ...more } };
}

function liars(group: string, name: string, more: Parameters = {}): NodeGroup {
  const parameters = { ...defaultsOf(findBehaviour(name)!.parameters), ...more };
  return nodes(1, { group, behaviour: [{ name, parameters }] });
}

/** Few nodes, many liars, short windows: disputes everywhere. */
function mesh(seed: number): Cell {
  const random = openStream(seed, 'mesh');
  const among = <T>(all: readonly T[]): T => all[random.below(all.length)]!;
  const cheats = Array.from({ length: 1 + random.below(4) }, (_, at) => {
    const name = among(LIARS);
    const bad = name === 'wrong-midpoint' ? { bad: 1 + random.below(4), defence: among(DEFENCES) } : {};
    return liars(`cheat${at}`, name, { rate: among([0.2, 1]), ...bad });
  });
  const verification = trying(among(['optimistic', 'sampled', 'zk']), { proving: 1e6 });
  const terms = { segments: among([1, 2, 37, 1_024]), rate: 1, watchers: 1 + random.below(2), window: seconds(8) };
  return cell({
    stop: { tasks: 25 },
    nodes: [nodes(random.below(4), { group: 'good' }), ...cheats].filter(({ count }) => count > 0),
    network: network(),
    workload: [workload({ work: work(exponential(seconds(0.5))), expires: seconds(120) })],
    verification: { ...verification, parameters: { ...verification.parameters, ...terms } },
    faults: random.below(3) === 0 ? [crash(['cheat0-1'], 5, 6)] : [],
    fidelity: { execution: 'modelled', signature: 'real' },
  });
}

describe('claims and disputes', () => {
  it(`keep every rule in ${MESHES} meshes of liars, and end`, async () => {
    let disputes = 0;
    for (let seed = 1; seed <= MESHES; seed++) {
      const { broken, chronicle, state } = await runWatched(mesh(seed), { seed, endsWithin: 2_000 });
      expect({ seed, broken, state }).toEqual({ seed, broken: [], state: 'stopped' });
      disputes += chronicle.of(DISPUTE_SETTLED).length;
    }
    expect(disputes).toBeGreaterThan(MESHES);
  });

  it('are the same through the bytes of their messages', async () => {
    const [plain, wire] = [await runWatched(mesh(3), { seed: 3 }), await runWatched(mesh(3), { seed: 3, wire: true })];
    expect(wire.fingerprint).toBe(plain.fingerprint);
  });

  it('take 4 ceil(log2 n) + 2 messages for each dispute that is played to its end', async () => {
    const { chronicle } = await runWatched(
      cell({
        stop: { tasks: 20 },
        nodes: [nodes(4, { group: 'good' }), liars('cheat', 'wrong-midpoint', { rate: 1 })],
        network: network(),
        verification: trying('optimistic', { segments: 1_000, rate: 1 }),
      }),
    );
    const settled = chronicle.of(DISPUTE_SETTLED).map(({ fact }) => fact);
    const claims = chronicle.of(CLAIM_COMMITTED).length;
    const said = ['ask-opening', 'opening', 'ask-agreement', 'agreement', 'ask-segment', 'segment'];
    const messages = chronicle.of(MESSAGE_SENT).filter(({ fact }) => said.includes(fact.type)).length;
    // Whether it claimed or challenged first, the liar lost.
    expect(settled.map(({ loser }) => chronicle.of(NODE_DEPLOYED)[4]!.fact.node === loser)).toEqual([true]);
    expect([9, 10]).toContain(settled[0]!.rounds);
    expect(messages).toBe(2 * claims + settled.reduce((sum, { rounds }) => sum + 4 * rounds + 2, 0));
  });
});

it('a task of more segments than are proven fails at once, and is refunded', async () => {
  const { metrics, chronicle } = await runWatched(
    cell({
      stop: { tasks: 3 },
      workload: [workload({ work: { unit: 'gas', amount: constant(1e6), copies: 'shared' } })],
      verification: trying('zk', {}),
    }),
  );
  expect(metrics).toMatchObject({ 'tasks.failed': 1, makespan: 2 });
  expect(chronicle.of(TASK_SETTLED).map(({ fact }) => fact.reason)).toEqual(Array(3).fill('not-provable'));
});

it('a proof is paid for in time by the device that makes it', async () => {
  const run = await runWatched(
    cell({
      stop: { tasks: 1 },
      workload: [workload({ work: { unit: 'gas', amount: constant(200), copies: 'shared' } })],
      verification: trying('zk', { proving: 2e9, verifying: 30_000 }),
    }),
  );
  // Three segments of 96 steps, 2 s each on a device of 1e9 gas/s; 30 ms each to verify.
  expect(run.metrics['latency.mean']).toBeCloseTo(6.09, 3);
  expect(run.chronicle.of(PROOF_VERIFIED).map(({ fact }) => fact.valid)).toEqual([true]);
});

it('every behaviour that the meshes draw from exists', () => {
  const names = behaviours.map(({ name }) => name);
  expect(LIARS.filter((name) => !names.includes(name))).toEqual([]);
});
