// Idleness is reported ahead of time, so that a decision asks nobody.

import type { StrategyDefinition } from './strategy.ts';

export const joinIdleQueue: StrategyDefinition = {
  name: 'join-idle-queue',
  summary: 'a random node with a free slot, else any node at random, whatever its speed (JIQ: Lu et al.)',
  parameters: {},
  create: (_, random) => ({
    choose: (task, pool) => pool.anyFree(task.holders, random) ?? pool.random(task.holders, random),
  }),
};
