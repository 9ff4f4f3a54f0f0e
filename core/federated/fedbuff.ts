import { type AggregationDefinition, NOBODY, weightedMean } from './aggregation.ts';

/** J. Nguyen et al., Federated learning with buffered asynchronous aggregation, 2022. */
export const fedbuff: AggregationDefinition = {
  name: 'fedbuff',
  summary: 'no rounds: every so many contributions make a new model, the stale ones counting less (Nguyen et al. 2022)',
  parameters: {
    buffer: { kind: 'count', default: 10, min: 1, description: 'contributions that make a new model' },
    rate: { kind: 'number', default: 1, min: 0, description: 'how far it goes: the learning rate of the aggregator' },
  },
  create: ({ buffer, rate }) => ({
    buffer: Number(buffer),
    combine: (contributions) => {
      const equal = contributions.map(() => 1);
      const stale = contributions.map(({ update, ...rest }) => {
        const weight = Number(rate) / Math.sqrt(1 + rest.staleness);
        return { ...rest, update: update.map((value) => value * weight) };
      });
      return { change: weightedMean(stale, equal), rejected: NOBODY };
    },
  }),
};
