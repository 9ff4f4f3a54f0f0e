import type { InvariantDefinition } from './invariant.ts';
import { settlesOnce } from './settles-once.ts';
import { type Watch, watchAmong } from './watch.ts';

export type { Broken, InvariantDefinition, InvariantFold } from './invariant.ts';
export type { InvariantOutcome, Watch } from './watch.ts';

export const invariants: readonly InvariantDefinition[] = [settlesOnce];

/** Folds for the named invariants, to be shown the facts of one run, and what they found. */
export const watch = (names: readonly string[]): Watch => watchAmong(invariants, names);
