// Redundancy: the fastest of several queues serves the task.

import { numberOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  d: { kind: 'count', min: 1, default: 2, description: 'how many copies are sent at once, to distinct nodes' },
};

export const redundancyD: StrategyDefinition = {
  name: 'redundancy-d',
  summary: 'd copies on random distinct nodes, the first result cancels the others (Gardner, Harchol-Balter)',
  parameters,
  create: (given, random) => ({
    copies: numberOf('d', given, parameters),
    choose: (task, pool) => pool.random(task.holders, random),
  }),
};
