// Insurance against stragglers. Copies go to the least loaded node rather than to a sampled one: on a lightly
// loaded mesh none then waits, and what is left to gain or lose is the hedge's alone.

import { type Duration, seconds } from '../foundation/index.ts';
import { numberOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  after: {
    kind: 'duration',
    default: seconds(1),
    aliases: ['delay'],
    description: 'how long the first copy has to bring a result before a second is sent',
  },
};

export const hedged: StrategyDefinition = {
  name: 'hedged',
  summary: 'the least loaded node, and one more copy on another if no result came in time (Dean, Barroso)',
  parameters,
  create: (given, random) => ({
    hedgeAfter: numberOf('after', given, parameters) as Duration,
    choose: (task, pool) => pool.leastLoaded(task.holders, random),
  }),
};
