// What a campaign was to bring about, and never did: a fault that no seed turned on before its run was over, or a behaviour
// that no node showed. Checks that never met what they are about prove nothing.

import { inSeconds } from '../../core/foundation/index.ts';
import type { RunResult } from '../results/index.ts';
import type { Cell } from '../scenario/index.ts';
import { type Document, listOf, type Mapping, without } from './swarm.ts';

/** A variant, and its runs: one for each cell. */
export interface Tried {
  readonly document: Document;
  readonly cells: readonly Cell[];
  readonly runs: readonly RunResult[];
}

/** In the order of the scenario, as it writes them. */
export function unreached(document: Document, tried: readonly Tried[]): readonly string[] {
  const reached = new Set(tried.flatMap(reachedIn));
  return [...new Set([...faultsOf(document), ...behavioursOf(document)])].filter((hazard) => !reached.has(hazard));
}

function reachedIn({ document, cells, runs }: Tried): string[] {
  const faults = faultsOf(document).filter((_, index) =>
    runs.some(({ metrics }, cell) => {
      const at = cells[cell]!.faults[index]?.at;
      return at !== undefined && inSeconds(at) <= (metrics['makespan'] ?? Infinity);
    }),
  );
  return [...faults, ...behavioursOf(document)];
}

const faultsOf = (document: Document): string[] =>
  listOf(document['faults'])
    .filter(({ heal }) => heal === undefined)
    .map((fault) => `fault ${written(without(without(fault, 'at'), 'for'))}`);

const behavioursOf = (document: Document): string[] =>
  listOf(document['nodes']).flatMap(({ group, behaviour }) =>
    listOf(behaviour).map((each) => `behaviour ${written(each)} of ${String(group)}`),
  );

const written = (value: Mapping): string =>
  JSON.stringify(value)
    .replaceAll('"', '')
    .replaceAll(/([:,])/g, '$1 ');
