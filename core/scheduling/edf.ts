// Earliest deadline first.

import type { StrategyDefinition } from './strategy.ts';

export const edf: StrategyDefinition = {
  name: 'edf',
  summary: 'tasks wait at the coordinator; the earliest deadline goes first, to a random node with a free slot',
  parameters: {},
  create: (_, random) => ({
    queue: 'central',
    urgency: (task) => task.deadline,
    choose: (task, pool) => pool.random(task.holders, random),
  }),
};
