// What is the same for all cells: the name, the seeds, and what is judged.

import { basename, extname } from 'node:path';
import { defaults } from './defaults.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { SeedRange } from './experiment.ts';
import { isName } from './kit.ts';
import * as messages from './messages.ts';
import type { SectionReader } from './sections.ts';
import { type MetricName, readThreshold } from './thresholds.ts';
import type { MapTree } from './tree.ts';
import type { Threshold } from './types.ts';

export interface Frame {
  readonly name: string;
  readonly seeds: SeedRange;
  readonly primary: readonly string[];
  /** As written. */
  readonly thresholds: readonly string[];
  readonly judged: readonly Threshold[];
  readonly assumptions: readonly string[];
}

/** Undefined after telling what is wrong. */
export function readFrame(
  tree: MapTree,
  file: string,
  sections: SectionReader,
  metrics: readonly MetricName[],
  diagnostics: Diagnostics,
): Frame | undefined {
  const before = diagnostics.count;
  const name = sections.read(tree, 'name', diagnostics) ?? nameOfFile(file);
  const assumptions = sections.read(tree, 'assumptions', diagnostics) ?? [];
  const seeds = readSeeds(tree, sections, diagnostics);
  const primary = readPrimary(tree, sections, metrics, diagnostics);
  const thresholds = sections.read(tree, 'thresholds', diagnostics) ?? [];
  const judged = thresholds.flatMap((text, index) => {
    const threshold = readThreshold(text, metrics);
    if (threshold.ok) return [threshold.value];
    for (const failure of threshold.failures) diagnostics.of(tree, ['thresholds', index], failure);
    return [];
  });
  if (diagnostics.count > before || seeds === undefined) return undefined;
  return { name, seeds, primary, thresholds, judged, assumptions };
}

/** The name of a scenario that does not say its own: that of its file, with hyphens. */
function nameOfFile(file: string): string {
  const words =
    basename(file, extname(file))
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const name = words.join('-');
  return isName(name) ? name : 'scenario';
}

function readSeeds(tree: MapTree, sections: SectionReader, diagnostics: Diagnostics): SeedRange | undefined {
  const seeds = sections.read(tree, 'seeds', diagnostics);
  const seed = sections.read(tree, 'seed', diagnostics);
  if (tree.entries.has('seed') && tree.entries.has('seeds')) {
    diagnostics.ofKey(tree, ['seed'], messages.notOne('what seeds there are', ['seed', 'seeds'], ['seed', 'seeds']));
  }
  return seed === undefined ? seeds : { from: seed, count: 1 };
}

function readPrimary(
  tree: MapTree,
  sections: SectionReader,
  metrics: readonly MetricName[],
  diagnostics: Diagnostics,
): readonly string[] {
  const known = metrics.map(({ name }) => name);
  const primary = sections.read(tree, 'primary', diagnostics);
  if (primary === undefined) return defaults.primary.filter((name) => known.includes(name));
  for (const [index, name] of primary.entries()) {
    const first = primary.indexOf(name) === index;
    if (!known.includes(name)) diagnostics.of(tree, ['primary', index], messages.unknownName('metric', name, known));
    else if (!first) diagnostics.of(tree, ['primary', index], messages.twice('metric', name));
  }
  return primary;
}
