import { type AggregationDefinition, LIARS, othersThan } from './aggregation.ts';
import type { Contribution } from './contribution.ts';
import { coordinateWise } from './coordinate-wise.ts';
import { krumScores, lowest, squaredDistances } from './krum.ts';
import { medianOf } from './select.ts';

/** The n - 2f contributions that Krum chooses one after another, each among those that are left. */
function chosenByKrum(contributions: readonly Contribution[], liars: number): number[] {
  const distances = squaredDistances(contributions);
  const left = contributions.map((_, place) => place);
  const chosen: number[] = [];
  while (chosen.length < Math.max(1, contributions.length - 2 * liars)) {
    const [best] = lowest(krumScores(distances, left, liars), 1);
    chosen.push(...left.splice(best!, 1));
  }
  return chosen;
}

/** The mean of the `near` values that lie nearest to their median. */
function aroundMedian(values: Float64Array, near: number): number {
  const median = medianOf(values.slice());
  const closest = Array.from(values).sort((a, b) => Math.abs(a - median) - Math.abs(b - median) || a - b);
  return closest.slice(0, near).reduce((sum, value) => sum + value, 0) / near;
}

/** E. Mhamdi, R. Guerraoui, S. Rouault, The hidden vulnerability of distributed learning in Byzantium, 2018. */
export const bulyan: AggregationDefinition = {
  name: 'bulyan',
  summary: 'what Krum chooses again and again, then of each parameter the mean around its median (Mhamdi et al. 2018)',
  parameters: { f: LIARS },
  refuses: ({ f }, participants) =>
    participants >= 4 * Number(f) + 3 ? undefined : `4f + 3 = ${4 * Number(f) + 3} participants for f = ${f}`,
  create: ({ f }) => ({
    combine: (contributions) => {
      const chosen = chosenByKrum(contributions, Number(f));
      const near = Math.max(1, chosen.length - 2 * Number(f));
      const kept = chosen.map((place) => contributions[place]!);
      const change = coordinateWise(kept, (values) => aroundMedian(values, near));
      return { change, rejected: othersThan(chosen, contributions.length) };
    },
  }),
};
