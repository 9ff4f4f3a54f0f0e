// Cells built in code: one sensible mesh, and what a test changes of it.

import {
  type Amount,
  amount,
  bytes,
  type Duration,
  gasRate,
  microseconds,
  milliseconds,
  probability,
  seconds,
} from '../core/foundation/index.ts';
import type { ParameterValue } from '../core/scheduling/index.ts';
import { findStrategy } from '../core/scheduling/index.ts';
import { invariants } from '../sim/invariants/index.ts';
import type {
  Arrivals,
  Cell,
  Distribution,
  NodeGroup,
  ResolvedDevice,
  ResolvedNeeds,
  ResolvedNetwork,
  ResolvedWorkload,
} from '../sim/scenario/index.ts';

export const constant = (value: number): Distribution => ({ kind: 'constant', value });
export const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });
/** Submissions at these instants, in seconds. */
export const traceOf = (...at: readonly number[]): Arrivals => ({ kind: 'trace', at: at.map((s) => seconds(s)) });

/** One slot, 10^9 gas/s. */
export function device(more: Partial<ResolvedDevice> = {}): ResolvedDevice {
  return {
    name: 'box',
    speed: gasRate(1e9),
    slots: 1,
    cores: 4,
    memory: bytes(2 ** 30),
    gpu: false,
    npu: false,
    gflops: 10,
    ...more,
  };
}

/** Nodes pi-1, pi-2, … unless another group is named. */
export function nodes(count: number, more: Partial<Omit<NodeGroup, 'count'>> = {}): NodeGroup {
  return { group: 'pi', count, device: device(), region: 'local', ...more };
}

/** Tasks of one second each, one submitted each second. */
export function workload(more: Partial<ResolvedWorkload> = {}): ResolvedWorkload {
  return {
    name: 'jobs',
    work: { unit: 'time', amount: constant(seconds(1)), copies: 'shared' },
    arrivals: { kind: 'every', gap: constant(seconds(1)) },
    budget: amount(100_000_000n),
    needs: {},
    ...more,
  };
}

export const work = (amount: Distribution, copies: 'shared' | 'independent' = 'shared'): ResolvedWorkload['work'] => ({
  unit: 'time',
  amount,
  copies,
});

/** Tasks submitted at these seconds, each as long as the matching number of seconds (or all as the only one). */
export function jobsAt(
  at: readonly number[],
  long: Distribution,
  more: Partial<ResolvedWorkload> = {},
): ResolvedWorkload {
  return workload({ arrivals: traceOf(...at), work: work(long), ...more });
}

export const idealNetwork: ResolvedNetwork = {
  ideal: true,
  latency: constant(0),
  jitter: constant(0),
  loss: probability(0),
};

/** One-way latency of 20 ms, without jitter, loss or limit. */
export function network(more: Partial<ResolvedNetwork> = {}): ResolvedNetwork {
  return { ideal: false, latency: constant(milliseconds(20)), jitter: constant(0), loss: probability(0), ...more };
}

/** A scheduling entry with the strategy's own defaults. */
export function strategy(
  name: string,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  queue?: 'node' | 'central',
): Cell['scheduling'] {
  const definition = findStrategy(name);
  if (definition === undefined) throw new Error(`no strategy ${name}`);
  const defaults = Object.entries(definition.parameters).map(([key, parameter]) => [key, parameter.default]);
  return {
    name,
    parameters: { ...(Object.fromEntries(defaults) as Record<string, ParameterValue>), ...parameters },
    ...(queue === undefined ? {} : { queue }),
  };
}

/** Three equal nodes, an ideal network, round-robin, every invariant watched; submissions end after ten tasks. */
export function cell(more: Partial<Cell> = {}): Cell {
  return {
    id: 'test',
    factors: {},
    stop: { tasks: 10 },
    warmup: { kind: 'none' },
    nodes: [nodes(3)],
    network: idealNetwork,
    workload: [workload()],
    scheduling: strategy('round-robin'),
    verification: { policy: 'none', parameters: {} },
    reputation: { rule: 'beta', forgetting: 0.98 },
    recovery: 'requeue',
    liveness: { heartbeat: seconds(10), missed: 3, abandon: seconds(600), patience: seconds(600), attempts: 10 },
    safety: {
      temperature: { enter: 85, leave: 80 },
      latency: { enter: milliseconds(100), leave: milliseconds(80) },
      errors: 25,
    },
    breaker: { peers: 1, latency: seconds(2) },
    faults: [],
    fidelity: { execution: 'modelled', signature: 'modelled' },
    invariants: invariants.map(({ name }) => name),
    ...more,
  };
}

/** A crash of some nodes, in seconds; for good without `lasting`. */
export function crash(names: readonly string[], at: number, lasting?: number): Cell['faults'][number] {
  return { kind: 'crash', nodes: names, at: seconds(at), ...(lasting === undefined ? {} : { for: seconds(lasting) }) };
}

export type { Amount, Cell, Duration, ResolvedNeeds };
export { amount, microseconds, milliseconds, seconds };
