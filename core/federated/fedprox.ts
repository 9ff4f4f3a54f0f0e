import type { AggregationDefinition } from './aggregation.ts';
import { fedavg } from './fedavg.ts';
import { WEIGHTS } from './weights.ts';

export const fedprox: AggregationDefinition = {
  name: 'fedprox',
  summary: 'the mean, of trainers that are held to the model they were sent (Li et al. 2020)',
  parameters: {
    mu: { kind: 'number', default: 0.01, min: 0, description: 'how strongly they are held' },
    ...WEIGHTS,
  },
  create: (parameters, setting) => ({ ...fedavg.create(parameters, setting), proximal: Number(parameters['mu']) }),
};
