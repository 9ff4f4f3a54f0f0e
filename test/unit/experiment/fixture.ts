// Small pieces that the tests of experiments share.

import type { RunResult } from '../../../sim/results/index.ts';
import type { Cell } from '../../../sim/scenario/index.ts';

/** A cell of which only the name matters. */
export const namedCell = (id: string): Cell => ({ id, factors: { kind: id } }) as unknown as Cell;

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
