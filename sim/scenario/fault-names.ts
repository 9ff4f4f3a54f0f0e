// Whom faults touch, as lists of names.

import type { z } from 'zod';
import { listOf, text } from './kit.ts';

export const NAMES_MAX = 1_000_000;

export function faultNames(description: string, least = 1): z.ZodType<string[]> {
  const name = text('a name of a node or a group, or all', 'A node, a group, or "all".');
  return listOf('a list of names', name, NAMES_MAX, least).meta({ description });
}
