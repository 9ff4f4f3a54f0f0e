import { type AggregationDefinition, NOBODY, weightedMean } from './aggregation.ts';
import { WEIGHTS, weightsOf } from './weights.ts';

export const fedavg: AggregationDefinition = {
  name: 'fedavg',
  summary: 'the mean, by how many examples each learnt from (McMahan et al. 2017)',
  parameters: WEIGHTS,
  create: (parameters) => ({
    combine: (contributions) => ({
      change: weightedMean(contributions, weightsOf(contributions, parameters)),
      rejected: NOBODY,
    }),
  }),
};
