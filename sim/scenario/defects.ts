// The section `defects`: parts of the network that are broken on purpose.

import type { z } from 'zod';
import { type DefectName, defects as known } from '../adversary/index.ts';
import { choice, listOf } from './kit.ts';
import type { Cell } from './types.ts';

const defect = choice(
  'a defect',
  'A part that is broken: see "ambient list defects".',
  known.map(({ name }) => name),
);

export const defects: z.ZodType<DefectName[]> = listOf('a list of defects', defect, known.length)
  .meta({ description: 'Parts of the network that are broken on purpose, to see that an invariant notices.' })
  .prefault([]);

/** A line for each that some cell has. */
export function defectAssumptions(cells: readonly Cell[]): string[] {
  const names = new Set(cells.flatMap(({ defects: broken = [] }) => broken));
  return known
    .filter(({ name }) => names.has(name))
    .map(({ name, summary }) => `broken on purpose (${name}): ${summary}`);
}
