import { type AggregationDefinition, NOBODY, weightedMean } from './aggregation.ts';

/** The smoothed Weiszfeld iteration of K. Pillutla et al., Robust aggregation for federated learning, 2022. */
export const geometricMedian: AggregationDefinition = {
  name: 'geometric-median',
  summary: 'the point with the least sum of distances to all contributions (Pillutla et al. 2022)',
  parameters: {
    iterations: { kind: 'count', default: 32, min: 1, description: 'steps towards it at most' },
    smoothing: { kind: 'number', default: 1e-6, min: 0, description: 'no distance counts as less than this' },
    f: { kind: 'count', default: 0, min: 0, description: 'liars that it has to bear: f' },
  },
  refuses: ({ f }, participants) =>
    2 * Number(f) < participants ? undefined : `more than 2f = ${2 * Number(f)} participants for f = ${f}`,
  create: ({ iterations, smoothing }) => ({
    combine: (contributions) => {
      let change = weightedMean(
        contributions,
        contributions.map(() => 1),
      );
      for (let step = 0; step < Number(iterations); step += 1) {
        const weights = contributions.map(({ update }) => 1 / Math.max(distance(update, change), Number(smoothing)));
        const next = weightedMean(contributions, weights);
        const moved = distance(next, change);
        change = next;
        if (moved <= Number(smoothing)) break;
      }
      return { change, rejected: NOBODY };
    },
  }),
};

function distance(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) {
    const apart = one[at]! - other[at]!;
    sum += apart * apart;
  }
  return Math.sqrt(sum);
}
