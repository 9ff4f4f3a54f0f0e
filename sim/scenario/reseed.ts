// The same scenario with other seeds, as if they had been written.

import { parse } from 'yaml';
import { documentSha256, documentText, type PlainDocument } from './document.ts';
import type { ResolvedScenario } from './types.ts';

/** The first `count` seeds from where the scenario's own begin. Cells keep their ids: seeds are no part of them. */
export function withSeeds(scenario: ResolvedScenario, count: number): ResolvedScenario {
  const from = scenario.seeds[0]!;
  const document: PlainDocument = { ...(parse(scenario.yaml) as PlainDocument), seeds: { from, count } };
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  return { ...scenario, seeds, sha256: documentSha256(document), yaml: documentText(document) };
}
