// P. Blanchard et al., Machine learning with adversaries: Byzantine tolerant gradient descent, 2017.

import { type AggregationDefinition, LIARS, meanOf, othersThan } from './aggregation.ts';
import type { Contribution } from './contribution.ts';

/** Squared distances between all pairs. */
export function squaredDistances(contributions: readonly Contribution[]): Float64Array[] {
  const rows = contributions.map(() => new Float64Array(contributions.length));
  for (let a = 0; a < contributions.length; a += 1) {
    for (let b = 0; b < a; b += 1) {
      const [one, other] = [contributions[a]!.update, contributions[b]!.update];
      let sum = 0;
      for (let at = 0; at < one.length; at += 1) {
        const apart = one[at]! - other[at]!;
        sum += apart * apart;
      }
      rows[a]![b] = sum;
      rows[b]![a] = sum;
    }
  }
  return rows;
}

/**
 * The score of each: the sum of the squared distances to its n - f - 2 nearest, at least one. `among`: places that are
 * still there.
 */
export function krumScores(distances: readonly Float64Array[], among: readonly number[], liars: number): number[] {
  const near = Math.max(1, among.length - liars - 2);
  return among.map((place) => {
    const others = among.filter((other) => other !== place).map((other) => distances[place]![other]!);
    return others
      .sort((a, b) => a - b)
      .slice(0, near)
      .reduce((sum, distance) => sum + distance, 0);
  });
}

/** The places of the `keep` lowest scores, the first of equals first. */
export function lowest(scores: readonly number[], keep: number): number[] {
  const order = scores.map((_, place) => place).sort((a, b) => scores[a]! - scores[b]! || a - b);
  return order.slice(0, keep);
}

/** The places of the `keep` contributions that lie nearest to others. */
export function multiKrumPlaces(contributions: readonly Contribution[], liars: number, keep: number): number[] {
  const all = contributions.map((_, place) => place);
  return lowest(krumScores(squaredDistances(contributions), all, liars), keep);
}

export const enoughForKrum = (liars: number, participants: number): string | undefined =>
  participants >= 2 * liars + 3 ? undefined : `2f + 3 = ${2 * liars + 3} participants for f = ${liars}`;

export const krum: AggregationDefinition = {
  name: 'krum',
  summary: 'the one contribution that lies nearest to its neighbours (Blanchard et al. 2017)',
  parameters: { f: LIARS },
  refuses: ({ f }, participants) => enoughForKrum(Number(f), participants),
  create: ({ f }) => ({
    combine: (contributions) => {
      const kept = multiKrumPlaces(contributions, Number(f), 1);
      return { change: meanOf(contributions, kept), rejected: othersThan(kept, contributions.length) };
    },
  }),
};
