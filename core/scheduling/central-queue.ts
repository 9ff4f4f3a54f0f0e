// One queue for all nodes: with equal nodes, the M/M/c of the textbooks.

import type { StrategyDefinition } from './strategy.ts';

export const centralQueue: StrategyDefinition = {
  name: 'central-queue',
  summary: 'tasks wait at the coordinator in order of submission, each for a random node with a free slot',
  parameters: {},
  create: (_, random) => ({
    queue: 'central',
    choose: (task, pool) => pool.random(task.holders, random),
  }),
};
