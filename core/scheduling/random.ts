// The baseline that every other strategy has to beat.

import type { StrategyDefinition } from './strategy.ts';

export const random: StrategyDefinition = {
  name: 'random',
  summary: 'any node, each as likely, whatever its slots and speed',
  parameters: {},
  create: (_, random) => ({ choose: (task, pool) => pool.random(task.holders, random) }),
};
