// Round-robin for nodes that differ: a node of twice the capacity gets twice the turns, spread evenly.

import type { StrategyDefinition } from './strategy.ts';

export const weighted: StrategyDefinition = {
  name: 'weighted',
  summary: 'nodes in turn, smoothly in proportion to their slots times speed (smooth weighted round-robin)',
  parameters: {},
  create: (_, random) => ({ choose: (task, pool) => pool.nextByCapacity(task.holders, random) }),
};
