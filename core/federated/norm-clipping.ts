import { type AggregationDefinition, NOBODY, weightedMean } from './aggregation.ts';
import { clip } from './noise.ts';
import { WEIGHTS, weightsOf } from './weights.ts';

export const normClipping: AggregationDefinition = {
  name: 'norm-clipping',
  summary: 'the mean of updates that are shortened to a length (Sun et al. 2019)',
  parameters: {
    norm: { kind: 'number', default: 1, min: 0, description: 'the longest that an update may be (L2)' },
    ...WEIGHTS,
  },
  create: (parameters) => ({
    combine: (contributions) => {
      const clipped = contributions.map((each) => {
        const update = each.update.slice();
        clip(update, Number(parameters['norm']));
        return { ...each, update };
      });
      return { change: weightedMean(clipped, weightsOf(clipped, parameters)), rejected: NOBODY };
    },
  }),
};
