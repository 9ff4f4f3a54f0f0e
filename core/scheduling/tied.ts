// Two places in two queues, and one execution.

import type { StrategyDefinition } from './strategy.ts';

export const tied: StrategyDefinition = {
  name: 'tied',
  aliases: ['tied-requests'],
  summary: 'a copy on each of two random nodes; the first to start cancels the other (Dean, Barroso)',
  parameters: {},
  create: (_, random) => ({
    copies: 2,
    tied: true,
    choose: (task, pool) => pool.random(task.holders, random),
  }),
};
