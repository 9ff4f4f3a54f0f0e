// Strategies that users write in a file of their own: loading, checking, and running them behind a fence.

import { z } from 'zod';

import { failed, type Result, success } from '../../core/foundation/index.ts';
import type { StrategyDefinition } from '../../core/scheduling/index.ts';
import { loadedOnce, loadOwnFile, named, type OwnFile } from './own-file.ts';
import { shapeProblems } from './own-guard.ts';
import { guardStrategy } from './strategy-guard.ts';

/** Loads a strategy from a file that exports `api = 1` and a StrategyDefinition as `default` or as `strategy`. */
export async function loadStrategyFile(file: string): Promise<Result<OwnFile<StrategyDefinition>>> {
  const loaded = await loadOwnFile('strategy', file);
  if (!loaded.ok) return loaded;
  const { path, definition } = loaded.value;
  const problems = shapeProblems('strategy', DEFINITION, definition, path, 'strategy');
  if (problems.length > 0) return failed(...problems);
  return success({ ...loaded.value, definition: guardStrategy(definition as StrategyDefinition, path) });
}

export const strategyIn: (file: string, sha256: string) => Promise<StrategyDefinition> = loadedOnce(
  'strategy',
  loadStrategyFile,
);

const DEFINITION: z.ZodType = z.strictObject({
  ...named,
  aliases: z.array(z.string()).optional(),
  scans: z.boolean().optional(),
});
