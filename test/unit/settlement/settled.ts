// Cells that settle, and the runs of them.

import { type Duration, probability, seconds } from '../../../core/foundation/index.ts';
import { runCell } from '../../../sim/experiment/index.ts';
import type { RunResult } from '../../../sim/results/index.ts';
import type { Cell } from '../../../sim/scenario/index.ts';
import { cell, constant, workload } from '../../cells.ts';

export const minutes = (count: number): Duration => seconds(60 * count);

type Settlement = NonNullable<Cell['settlement']>;

export function settlement(
  chain: Partial<Settlement['chain']> = {},
  anchor: Partial<NonNullable<Settlement['anchor']>> = {},
): Settlement {
  return {
    chain: {
      chain: 'simulated',
      interval: minutes(10),
      fees: { median: 8, p99: 60 },
      forks: { rate: probability(0.0003), deeper: probability(0.01) },
      spikes: [],
      reorg: [],
      censor: [],
      outage: [],
      ...chain,
    },
    anchor: { every: minutes(10), form: 'return', confirmations: 6, patience: 3, target: 3, ...anchor },
  };
}

/** A task each minute for two hours. */
export const settling = (given: Settlement, more: Partial<Cell> = {}): Cell =>
  cell({
    stop: { after: minutes(120) },
    workload: [workload({ arrivals: { kind: 'every', gap: constant(minutes(1)) } })],
    settlement: given,
    ...more,
  });

export const broken = ({ invariants }: RunResult): readonly string[] =>
  invariants.filter(({ held }) => !held).map(({ name, why }) => `${name}: ${why}`);

export const runOf = async (given: Settlement, seed = 1): Promise<RunResult> =>
  (await runCell(settling(given), seed)).result;
