// Join the shortest queue.

import type { StrategyDefinition } from './strategy.ts';

export const leastLoaded: StrategyDefinition = {
  name: 'least-loaded',
  aliases: ['join-shortest-queue'],
  summary: 'the node with the fewest unfinished copies; compares raw counts, whatever slots and speed (JSQ)',
  parameters: {},
  create: (_, random) => ({ choose: (task, pool) => pool.leastLoaded(task.holders, random) }),
};
