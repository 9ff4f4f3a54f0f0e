// Watches a run for the invariants that a scenario names, and says at the end which of them held.

import type { Instant } from '../../core/foundation/index.ts';
import { assert, inSeconds } from '../../core/foundation/index.ts';
import type { InvariantDefinition, InvariantFold } from './invariant.ts';

/** As results.json has it. */
export interface InvariantOutcome {
  readonly name: string;
  readonly held: boolean;
  /** When it was first broken, in virtual seconds, and how. Absent if it held. */
  readonly at?: number;
  readonly why?: string;
}

export interface Watch {
  readonly folds: readonly InvariantFold[];
  /** In the order of the names. */
  results(): InvariantOutcome[];
}

export function watchAmong(definitions: readonly InvariantDefinition[], names: readonly string[]): Watch {
  const watched = names.map((name) => {
    const definition = definitions.find((candidate) => candidate.name === name);
    assert(definition !== undefined, 'an invariant that is watched exists', { name });
    return observe(definition);
  });
  return { folds: watched.map(({ fold }) => fold), results: () => watched.map(({ outcome }) => outcome()) };
}

function observe(definition: InvariantDefinition): { fold: InvariantFold; outcome: () => InvariantOutcome } {
  const { name } = definition;
  let first: InvariantOutcome = { name, held: true };
  const fold = definition.create((why, at: Instant) => {
    if (first.held) first = { name, held: false, at: inSeconds(at), why };
  });
  return { fold, outcome: () => first };
}
