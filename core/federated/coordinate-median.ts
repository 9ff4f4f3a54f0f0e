import { type AggregationDefinition, NOBODY } from './aggregation.ts';
import { coordinateWise } from './coordinate-wise.ts';
import { medianOf } from './select.ts';

export const coordinateMedian: AggregationDefinition = {
  name: 'coordinate-median',
  aliases: ['median'],
  summary: 'the median of each parameter (Yin et al. 2018)',
  parameters: { f: { kind: 'count', default: 0, min: 0, description: 'liars that it has to bear: f' } },
  refuses: ({ f }, participants) =>
    2 * Number(f) < participants ? undefined : `more than 2f = ${2 * Number(f)} participants for f = ${f}`,
  create: () => ({
    combine: (contributions) => ({ change: coordinateWise(contributions, medianOf), rejected: NOBODY }),
  }),
};
