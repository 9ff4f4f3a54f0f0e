// The reference rule, kept to show what it does: everything goes to one node until its health falls.

import type { StrategyDefinition } from './strategy.ts';

export const health: StrategyDefinition = {
  name: 'health',
  summary: 'always the node with the best reported health, whatever its load (the reference rule; it herds)',
  parameters: {},
  create: (_, random) => ({ choose: (task, pool) => pool.healthiest(task.holders, random) }),
};
