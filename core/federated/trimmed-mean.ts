import { type AggregationDefinition, NOBODY } from './aggregation.ts';
import { coordinateWise } from './coordinate-wise.ts';
import { select } from './select.ts';

/** The mean without the `cut` smallest and the `cut` largest. Changes the order of the values. */
function trimmedMean(values: Float64Array, cut: number): number {
  const { length } = values;
  if (cut > 0) {
    select(values, cut);
    select(values, length - cut - 1, cut);
  }
  let sum = 0;
  for (let at = cut; at < length - cut; at += 1) sum += values[at]!;
  return sum / (length - 2 * cut);
}

export const trimmedMeanRule: AggregationDefinition = {
  name: 'trimmed-mean',
  summary: 'the mean of each parameter without the smallest and the largest values (Yin et al. 2018)',
  parameters: {
    beta: { kind: 'fraction', default: 0.2, description: 'cut off at either end, rounded down to whole contributions' },
    f: { kind: 'count', default: 0, min: 0, description: 'liars that it has to bear: f' },
  },
  refuses: ({ beta, f }, participants) => {
    if (Number(beta) >= 0.5) return 'a beta below 50 %';
    const cut = Math.floor(Number(beta) * participants);
    return cut >= Number(f) ? undefined : `a beta that cuts f = ${f} of ${participants} contributions off at each end`;
  },
  create: ({ beta }) => ({
    combine: (contributions) => {
      const cut = Math.floor(Number(beta) * contributions.length);
      return { change: coordinateWise(contributions, (values) => trimmedMean(values, cut)), rejected: NOBODY };
    },
  }),
};
