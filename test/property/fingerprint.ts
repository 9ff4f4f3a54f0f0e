// What must change nothing, and what must break nothing, for every strategy on ordinary and on failing meshes.

import fc from 'fast-check';
import { expect } from 'vitest';
import { probability } from '../../core/foundation/index.ts';
import { strategies } from '../../core/scheduling/index.ts';
import type { Cell } from '../../sim/scenario/index.ts';
import {
  cell,
  constant,
  crash,
  exponential,
  idealNetwork,
  milliseconds,
  network,
  nodes,
  seconds,
  strategy,
  work,
  workload,
} from '../cells.ts';
import type { WatchedRun } from '../runs.ts';
import { runWatched } from '../runs.ts';

/** Times on a coarse grid, so that ties abound: crowds arrive at once, and leave at once. */
export function crowded(name: string, more: Partial<Cell> = {}): Cell {
  return cell({
    nodes: [nodes(4)],
    stop: { tasks: 60 },
    scheduling: strategy(name),
    workload: [
      workload({
        name: 'crowds',
        arrivals: {
          kind: 'batch',
          size: { kind: 'empirical', values: [1, 2, 5] },
          arrivals: { kind: 'every', gap: { kind: 'empirical', values: [seconds(1), seconds(2)] } },
        },
        work: work({ kind: 'empirical', values: [0, seconds(1), seconds(2)] }),
        expires: seconds(30),
      }),
      workload({ name: 'closed', arrivals: { kind: 'closed', clients: 3, think: constant(seconds(1)) } }),
    ],
    ...more,
  });
}

const modelled = network({
  latency: constant(milliseconds(25)),
  jitter: exponential(milliseconds(5)),
  loss: probability(0.02),
});

export const settings: readonly (readonly [string, Partial<Cell>])[] = [
  ['an ideal network', { network: idealNetwork }],
  ['a modelled network', { network: modelled }],
  [
    'crashes that queues survive',
    { faults: [crash(['pi-1', 'pi-2'], 5, 3), crash(['pi-3'], 10, 0)], recovery: 'requeue' },
  ],
  [
    'crashes that lose queues',
    { faults: [crash(['pi-1'], 5, 3), crash(['pi-2'], 7)], recovery: 'lose', network: modelled },
  ],
  [
    'churn',
    {
      nodes: [nodes(4, { churn: { start: 'equilibrium', up: exponential(seconds(20)), down: constant(seconds(2)) } })],
      fidelity: { execution: 'modelled', signature: 'real' },
    },
  ],
];

/** A strategy, a setting and a seed. */
const choices = fc.record({
  name: fc.constantFrom(...strategies.map(({ name }) => name)),
  setting: fc.constantFrom(...settings.map(([, more]) => more)),
  seed: fc.nat(1_000_000),
  shuffleTies: fc.nat(1_000_000),
});

export function expectSameRun(plain: WatchedRun, other: WatchedRun): void {
  expect(other.fingerprint).toBe(plain.fingerprint);
  expect(other.events).toBe(plain.events);
  expect(other.metrics).toEqual(plain.metrics);
}

/** Passing every message through its bytes is not to be seen in anything. */
export const wireIsInvisible: fc.IAsyncPropertyWithHooks<[unknown]> = fc.asyncProperty(
  choices,
  async ({ name, setting, seed }) => {
    const chosen = crowded(name, setting);
    expectSameRun(await runWatched(chosen, { seed }), await runWatched(chosen, { seed, wire: true }));
  },
);

/** Whatever the order of ties, the rules hold, and every task ends. */
export const tiesBreakNoRule: fc.IAsyncPropertyWithHooks<[unknown]> = fc.asyncProperty(
  choices,
  async ({ name, setting, seed, shuffleTies }) => {
    const run = await runWatched(crowded(name, setting), { seed, shuffleTies, endsWithin: 50_000 });
    expect(run.broken).toEqual([]);
    expect(run.state).toBe('stopped');
  },
);
