// Small pieces that the tests of experiments share.

import { amount, bytes, celsius, gasRate, probability, seconds } from '../../../core/foundation/index.ts';
import type { RunResult } from '../../../sim/results/index.ts';
import type { Cell, ResolvedScenario } from '../../../sim/scenario/index.ts';

/** A cell of which only the name matters. */
export const namedCell = (id: string): Cell => ({ id, factors: { kind: id } }) as unknown as Cell;

/** A cell whose first run ends after its second: they meet at a gate in shared memory. */
export const gatedCell = (): Cell => ({ ...namedCell('gated'), gate: new SharedArrayBuffer(4) }) as Cell;
export const gateOf = (cell: Cell): Int32Array => new Int32Array((cell as Cell & { gate: SharedArrayBuffer }).gate);

export const runOf = (seed: number, metrics: Readonly<Record<string, number>> = {}): RunResult => ({
  seed,
  fingerprint: seed.toString(16).padStart(16, '0'),
  events: 1,
  metrics,
  invariants: [],
});

/** Seconds that pass at every look. */
export function ticking(): () => number {
  let now = 0;
  return () => {
    now += 1;
    return now;
  };
}

/** Three nodes behind a queue each, an M/M/1-like load, and enough tasks for a warm-up. */
export function meshCell(id: string, scheduling: Cell['scheduling'], more: Partial<Cell> = {}): Cell {
  const device = {
    name: 'box',
    speed: gasRate(1e9),
    slots: 1,
    cores: 4,
    memory: bytes(2 ** 30),
    gpu: false,
    npu: false,
  };
  const still = { kind: 'constant', value: 0 } as const;
  return {
    id,
    factors: { scheduling: scheduling.name },
    stop: { tasks: 200 },
    warmup: { kind: 'none' },
    nodes: [{ group: 'pi', count: 3, device: { ...device, gflops: 10 }, region: 'frankfurt' }],
    network: { ideal: true, latency: still, jitter: still, loss: probability(0) },
    workload: [
      {
        name: 'jobs',
        work: { unit: 'time', amount: { kind: 'exponential', mean: 1_000_000 }, copies: 'shared' },
        arrivals: { kind: 'poisson', rate: 2 },
        budget: amount(100_000_000n),
        needs: {},
      },
    ],
    scheduling,
    verification: { policy: 'none', parameters: {} },
    reputation: { rule: 'beta', forgetting: 0.98 },
    recovery: 'requeue',
    liveness: { heartbeat: seconds(10), missed: 3, abandon: seconds(600), patience: seconds(60), attempts: 5 },
    safety: {
      temperature: { enter: celsius(85), leave: celsius(80) },
      latency: { enter: seconds(0.1), leave: seconds(0.08) },
      errors: 25,
    },
    breaker: { peers: 1, latency: seconds(2) },
    faults: [],
    fidelity: { execution: 'modelled', signature: 'modelled' },
    invariants: ['tokens-conserved', 'settles-once', 'every-task-settles'],
    ...more,
  };
}

export const meshScenario = (cells: readonly Cell[], more: Partial<ResolvedScenario> = {}): ResolvedScenario => ({
  name: 'mesh',
  sha256: '0'.repeat(64),
  seeds: [1, 2, 3],
  cells,
  primary: [],
  thresholds: [],
  assumptions: [],
  assumed: [],
  notes: [],
  yaml: '',
  ...more,
});
