// The control arm: the protocol's original market, in which every idle node computes and the first result is paid.

import { flagOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  cancel: { kind: 'flag', default: false, description: 'whether the first accepted result stops the other copies' },
};

export const broadcast: StrategyDefinition = {
  name: 'broadcast',
  summary: 'tasks wait until a node has a free slot, then go to every such node at once; the first result is paid',
  parameters,
  scans: true,
  create: (given, random) => ({
    queue: 'central',
    copies: Infinity,
    cancelLosers: flagOf('cancel', given, parameters),
    choose: (task, pool) => pool.random(task.holders, random),
  }),
};
