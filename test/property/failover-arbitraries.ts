// Meshes that fall apart: random nodes, networks, strategies, workloads, crashes and churn, small enough to shrink well.
// Times are coarse, so that crashes, repairs, arrivals and results often meet in one instant.

import fc from 'fast-check';
import { type Amount, bitRate, type Duration, probability } from '../../core/foundation/index.ts';
import type { ParameterValue } from '../../core/scheduling/index.ts';
import { strategies } from '../../core/scheduling/index.ts';
import type {
  Arrivals,
  Cell,
  Distribution,
  NodeGroup,
  ResolvedNeeds,
  ResolvedNetwork,
  ResolvedWorkload,
} from '../../sim/scenario/index.ts';
import {
  cell,
  constant,
  device,
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

export interface Ordeal {
  readonly cell: Cell;
  readonly seed: number;
  readonly wire: boolean;
  readonly shuffleTies: number | undefined;
}

/** Half seconds: coarse enough for ties. */
const instants = (from: number, to: number): fc.Arbitrary<Duration> =>
  fc.integer({ min: from * 2, max: to * 2 }).map((halves) => seconds(halves / 2));

const delays = (max: number): fc.Arbitrary<Distribution> =>
  fc.oneof(
    fc.constant(constant(0)),
    fc.integer({ min: 1, max }).map((ms) => constant(milliseconds(ms))),
    fc.integer({ min: 1, max }).map((ms) => exponential(milliseconds(ms))),
  );

const networks: fc.Arbitrary<ResolvedNetwork> = fc.oneof(
  fc.constant(idealNetwork),
  fc
    .record({
      latency: delays(300),
      jitter: delays(100),
      loss: fc.constantFrom(0, 0.05, 0.4).map(probability),
      rate: fc.constantFrom(undefined, 20_000, 1e7),
    })
    .map(({ rate, ...delay }) =>
      network(rate === undefined ? delay : { ...delay, up: bitRate(rate), down: bitRate(rate) }),
    ),
);

const churn: fc.Arbitrary<NodeGroup['churn']> = fc.option(
  fc.record({
    up: fc.integer({ min: 2, max: 30 }).map((s) => exponential(seconds(s))),
    down: fc.oneof(
      fc.constantFrom(0, 1, 40).map((s) => constant(seconds(s))),
      fc.integer({ min: 1, max: 20 }).map((s) => exponential(seconds(s))),
    ),
    start: fc.constantFrom('up', 'equilibrium'),
  }),
  { nil: undefined, freq: 3 },
);

const groups: fc.Arbitrary<NodeGroup[]> = fc
  .array(
    fc.record({
      count: fc.integer({ min: 1, max: 3 }),
      slots: fc.integer({ min: 1, max: 2 }),
      region: fc.constantFrom('local', 'far'),
      churn,
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((chosen) =>
    chosen.map(({ count, slots, region, churn: outages }, index) =>
      nodes(count, {
        group: `g${index}`,
        device: device({ slots }),
        region,
        ...(outages === undefined ? {} : { churn: outages }),
      }),
    ),
  );

const open: fc.Arbitrary<Arrivals> = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((tenths): Arrivals => ({ kind: 'poisson', rate: tenths / 10 })),
  fc
    .array(instants(0, 20), { minLength: 1, maxLength: 20 })
    .map((at): Arrivals => ({ kind: 'trace', at: at.sort((a, b) => a - b) })),
);
const arrivals: fc.Arbitrary<Arrivals> = fc.oneof(
  open,
  fc
    .record({ inner: open, size: fc.integer({ min: 1, max: 4 }) })
    .map(({ inner, size }): Arrivals => ({ kind: 'batch', size: constant(size), arrivals: inner })),
  fc
    .record({ clients: fc.integer({ min: 1, max: 3 }), think: fc.constantFrom(0, 1) })
    .map(({ clients, think }): Arrivals => ({ kind: 'closed', clients, think: constant(seconds(think)) })),
);

const needs: fc.Arbitrary<ResolvedNeeds> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<ResolvedNeeds>({}) },
  fc.constantFrom<ResolvedNeeds>(
    { region: 'far' },
    { reputation: probability(0.5) },
    { gpu: true },
    { exclude: ['g0-1'] },
    { exclude: ['g0'] },
  ),
);

/** The opening balance of a client pays for six such tasks. */
const FORTUNE = 16_000_000_000_000_000_000n;

const workloads: fc.Arbitrary<ResolvedWorkload[]> = fc
  .array(
    fc.record({
      arrivals,
      needs,
      work: fc
        .oneof(
          fc.constantFrom(0, 0.5, 1, 3).map((s) => constant(seconds(s))),
          fc.constantFrom(0.5, 2).map((s) => exponential(seconds(s))),
        )
        .chain((amount) => fc.constantFrom('shared' as const, 'independent' as const).map((how) => work(amount, how))),
      budget: fc.oneof(
        { weight: 5, arbitrary: fc.constant(100_000_000n as Amount) },
        fc.constantFrom(0n, FORTUNE).map((value) => value as Amount),
      ),
      expires: fc.option(fc.constantFrom(0.01, 1, 5, 20).map(seconds), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((all) =>
    all.map(({ expires, ...more }, index) =>
      workload({ name: `w${index}`, ...more, ...(expires === undefined ? {} : { expires }) }),
    ),
  );

const parameters: Readonly<Record<string, fc.Arbitrary<Readonly<Record<string, ParameterValue>>>>> = {
  hedged: fc.constantFrom(0, 0.5, 2).map((s) => ({ after: seconds(s) })),
  'redundancy-d': fc.integer({ min: 1, max: 4 }).map((d) => ({ d })),
  'batch-sampling': fc.constantFrom(1, 1.5, 2, 4).map((ratio) => ({ ratio })),
  broadcast: fc.boolean().map((cancel) => ({ cancel })),
};

/** Every registered strategy, over the node's queue or a central one. */
export const schedulings: fc.Arbitrary<Cell['scheduling']> = fc
  .constantFrom(...strategies.map(({ name }) => name))
  .chain((name) =>
    fc
      .tuple(parameters[name] ?? fc.constant({}), fc.constantFrom(undefined, undefined, 'central' as const))
      .map(([given, queue]) => strategy(name, given, queue)),
  );

const faultsOf = (all: readonly NodeGroup[]): fc.Arbitrary<Cell['faults']> => {
  const names = all.flatMap(({ group, count }) => Array.from({ length: count }, (_, at) => `${group}-${at + 1}`));
  const some = fc.oneof(fc.constant(names), fc.subarray(names, { minLength: 1 }));
  return fc.array(
    fc
      .record({
        nodes: some,
        at: instants(0, 25),
        lasting: fc.option(fc.oneof(fc.constant(seconds(0)), instants(0, 60)), { nil: undefined, freq: 4 }),
      })
      .map(({ nodes: down, at, lasting }) => ({
        kind: 'crash' as const,
        nodes: down,
        at,
        ...(lasting === undefined ? {} : { for: lasting }),
      })),
    { maxLength: 5 },
  );
};

const liveness: fc.Arbitrary<Cell['liveness']> = fc.record({
  heartbeat: fc.constantFrom(1, 4, 10).map((s) => seconds(s)),
  missed: fc.integer({ min: 1, max: 3 }),
  abandon: fc.constantFrom(0, 5, 60).map((s) => seconds(s)),
  patience: fc.constantFrom(1, 20, 120).map((s) => seconds(s)),
  attempts: fc.integer({ min: 1, max: 5 }),
});

export const ordeals: fc.Arbitrary<Ordeal> = fc
  .record({ nodes: groups, network: networks, scheduling: schedulings, workload: workloads, liveness })
  .chain((parts) =>
    fc
      .record({
        faults: faultsOf(parts.nodes),
        recovery: fc.constantFrom('requeue' as const, 'lose' as const),
        peers: fc.constantFrom(1, 1, 1, 0, 2, 4),
        far: fc.constantFrom(100, 1000),
        signature: fc.constantFrom('modelled' as const, 'modelled' as const, 'modelled' as const, 'real' as const),
        tasks: fc.integer({ min: 1, max: 25 }),
        seed: fc.nat(1_000_000),
        wire: fc.boolean(),
        shuffleTies: fc.option(fc.nat(1_000), { nil: undefined }),
      })
      .map(({ faults, recovery, peers, far, signature, tasks, ...run }) => ({
        ...run,
        cell: cell({
          ...parts,
          faults,
          recovery,
          stop: { tasks },
          breaker: { peers, latency: seconds(2) },
          safety: {
            temperature: { enter: 85, leave: 80 },
            latency: { enter: milliseconds(far), leave: milliseconds(far * 0.8) },
            errors: 25,
          },
          fidelity: { execution: 'modelled', signature },
        }),
      })),
  );
