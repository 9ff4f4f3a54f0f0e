// What the caller of an experiment decides, and nothing in it may decide for itself: threads, clock, interruption.

import type { CrewOptions } from './crew.ts';
import type { ProvingMeans } from './proving.ts';
import type { RunStore } from './store.ts';

export interface ExperimentOptions {
  /** Worker threads, from 1. Changes no result. */
  readonly workers: number;
  /** Passes every message through the codec. Changes no result. */
  readonly wire?: boolean;
  /** Permutes events of equal time and priority by this seed, to find hidden order dependence. */
  readonly shuffleTies?: number;
  /** Records hold every task and execution of their runs. Kept runs do not have them: `store` must be absent. */
  readonly detail?: boolean;
  /** Called after each run, pilots of `warmup: auto` included, in whatever order they end. */
  readonly onProgress?: (done: number, total: number, cell: string, seed: number) => void;
  /** The path of a bitcoind, for scenarios that settle on `regtest`. */
  readonly bitcoind?: string;
  /** For scenarios whose proofs are real. */
  readonly proving?: ProvingMeans;
  readonly signal?: AbortSignal;
  /** Runs that are kept there are not run again, and each run is kept there as it ends. Changes no result. */
  readonly store?: RunStore;
  /** Runs that are kept are run again and must come out the same: all of them, or else one for each batch of seeds. */
  readonly recheck?: 'all';
  /** Adds seeds to those of the scenario until the intervals are narrow enough. */
  readonly stopping?: StoppingRule;
  readonly clock: WallClock;
}

/** When there are enough seeds: see `relativeHalfWidth`. */
export interface StoppingRule {
  /** A fraction. */
  readonly precision: number;
  readonly seedsMax: number;
}

/** The wall clock, which the simulation itself must not see: it times the runs from outside. */
export interface WallClock {
  /** ISO 8601, of the start. */
  readonly started: string;
  /** Seconds from any origin. */
  readonly seconds: () => number;
}

/** The crew that these options ask for, running whole cells. */
export function crewOf({
  workers,
  wire,
  shuffleTies,
  detail,
  bitcoind,
  proving,
  signal,
  clock,
}: ExperimentOptions): CrewOptions {
  return {
    workers,
    job: {
      ...(wire === undefined ? {} : { wire }),
      ...(shuffleTies === undefined ? {} : { shuffleTies }),
      ...(detail === undefined ? {} : { detail }),
      ...(bitcoind === undefined ? {} : { bitcoind }),
      ...(proving === undefined ? {} : { proving }),
    },
    clock: clock.seconds,
    ...(signal === undefined ? {} : { signal }),
    entry: new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url),
  };
}
