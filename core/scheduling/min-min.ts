// The task that can end first goes first.

import { byCompletion } from './batch-mapping.ts';
import { planner } from './planner.ts';
import type { StrategyDefinition } from './strategy.ts';

export const minMin: StrategyDefinition = planner(
  'min-min',
  'plans whole batches: again and again the task that can end first, where it does (Ibarra and Kim, 1977)',
  false,
  byCompletion((one, other) => one < other),
);
