// The longest task goes first, so that it does not come last.

import { byCompletion } from './batch-mapping.ts';
import { planner } from './planner.ts';
import type { StrategyDefinition } from './strategy.ts';

export const maxMin: StrategyDefinition = planner(
  'max-min',
  'plans whole batches: again and again the task whose earliest end is the latest, where it ends first (Braun et al., 2001)',
  false,
  byCompletion((one, other) => one > other),
);
