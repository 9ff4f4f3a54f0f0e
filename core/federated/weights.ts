// How much a contribution counts. Trainers say themselves from how many examples they learnt, so that a claim beyond
// what is usual counts for no more than that.

import type { Parameter } from '../scheduling/index.ts';
import type { Parameters } from './aggregation.ts';
import type { Contribution } from './contribution.ts';
import { medianOf } from './select.ts';

export const WEIGHTS: Readonly<Record<string, Parameter>> = {
  weights: {
    kind: 'choice',
    default: 'examples',
    choices: ['examples', 'equal'],
    description: 'what a contribution counts for',
  },
  cap: {
    kind: 'number',
    default: 3,
    min: 1,
    description: 'no claim of examples counts for more than so many times the median claim',
  },
};

export function weightsOf(contributions: readonly Contribution[], { weights, cap }: Parameters): number[] {
  if (weights === 'equal') return contributions.map(() => 1);
  const claims = Float64Array.from(contributions, ({ examples }) => examples);
  const most = medianOf(claims.slice()) * Number(cap);
  return Array.from(claims, (claim) => Math.min(claim, most));
}
