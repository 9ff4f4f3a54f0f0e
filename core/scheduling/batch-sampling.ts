// Probes reserve places in the queues of sampled nodes; tasks are bound to the places that come up first.

import { numberOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  ratio: { kind: 'number', min: 1, default: 2, description: 'probes for each task of a batch' },
};

export const batchSampling: StrategyDefinition = {
  name: 'batch-sampling',
  summary: 'probes to random distinct nodes, whose tasks are bound when a probe reaches its turn (Sparrow)',
  parameters,
  create: (given, random) => ({
    probeRatio: numberOf('ratio', given, parameters),
    choose: (task, pool) => pool.random(task.holders, random),
  }),
};
