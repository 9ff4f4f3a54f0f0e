// Runs of small cells, watched fact by fact.

import type { Instant, PartyId } from '../core/foundation/index.ts';
import { inSeconds } from '../core/foundation/index.ts';
import type { FactCode, FactHandlers, FactOf } from '../core/protocol/index.ts';
import { FACT_NAMES } from '../core/protocol/index.ts';
import type { Strategy } from '../core/scheduling/index.ts';
import { findStrategy } from '../core/scheduling/index.ts';
import type { BehaviourDefinition } from '../sim/adversary/index.ts';
import type { InvariantOutcome } from '../sim/invariants/index.ts';
import { watch } from '../sim/invariants/index.ts';
import type { RunState } from '../sim/kernel/index.ts';
import { collect, metrics, Window } from '../sim/metrics/index.ts';
import type { Cell } from '../sim/scenario/index.ts';
import { World } from '../sim/world/index.ts';

export interface Seen<K extends FactCode> {
  readonly code: K;
  readonly fact: FactOf<K>;
  /** Seconds. */
  readonly at: number;
  readonly party: PartyId;
}

const codes = FACT_NAMES.map((_, code) => code as FactCode);

/** Every fact of a run, in order. */
export class Chronicle {
  readonly on: FactHandlers;
  readonly all: Seen<FactCode>[] = [];

  constructor(endsWithin: number) {
    const handlers: Record<number, unknown> = {};
    for (const code of codes) {
      handlers[code] = (fact: FactOf<FactCode>, at: Instant, party: PartyId): void => {
        if (inSeconds(at) > endsWithin) throw new Error(`the run goes on after ${endsWithin} virtual seconds`);
        this.all.push({ code, fact, at: inSeconds(at), party });
      };
    }
    this.on = handlers;
  }

  of<K extends FactCode>(code: K): Seen<K>[] {
    return this.all.filter((seen) => seen.code === code) as unknown as Seen<K>[];
  }
}

export interface RunOptions {
  readonly seed?: number;
  readonly wire?: boolean;
  readonly shuffleTies?: number;
  /** Instead of the one that the cell names. */
  readonly strategy?: Strategy;
  /** Of a user's own, by file. */
  readonly behaviours?: ReadonlyMap<string, BehaviourDefinition>;
  /** Virtual seconds after which a run that has not ended is a failure: it would go on for ever. */
  readonly endsWithin?: number;
}

export interface WatchedRun {
  readonly state: RunState;
  readonly chronicle: Chronicle;
  readonly fingerprint: string;
  readonly events: number;
  /** Virtual seconds. */
  readonly ended: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The invariants that did not hold. */
  readonly broken: readonly InvariantOutcome[];
}

export async function runWatched(cell: Cell, options: RunOptions = {}): Promise<WatchedRun> {
  const chronicle = new Chronicle(options.endsWithin ?? 1e6);
  const window = new Window({ kind: 'none' });
  const folds = metrics.map((metric) => metric.create({ window }));
  const watched = watch(cell.invariants);
  const world = new World(cell, {
    seed: options.seed ?? 1,
    wire: options.wire ?? false,
    shuffleTies: options.shuffleTies,
    strategy: (random, outlook) =>
      options.strategy ?? findStrategy(cell.scheduling.name)!.create(cell.scheduling.parameters, random, outlook),
    ...(options.behaviours && { behaviours: options.behaviours }),
    observers: [chronicle, window, ...folds, ...watched.folds],
  });
  const state = await world.run();
  const { kernel } = world;
  for (const fold of watched.folds) fold.ended?.(kernel.now);
  return {
    state,
    chronicle,
    fingerprint: kernel.fingerprint.toString(),
    events: kernel.events,
    ended: inSeconds(kernel.now),
    metrics: collect(folds, kernel.now),
    broken: watched.results().filter(({ held }) => !held),
  };
}
