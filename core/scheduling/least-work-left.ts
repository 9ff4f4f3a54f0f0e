// Knows the size of what waits, not only its number.

import type { StrategyDefinition } from './strategy.ts';

export const leastWorkLeft: StrategyDefinition = {
  name: 'least-work-left',
  summary: 'a node with a free slot, else the least estimated work left for each slot; gas counts by speed (LWL)',
  parameters: {},
  create: (_, random) => ({ choose: (task, pool, now) => pool.leastWorkLeft(task.holders, now, random) }),
};
