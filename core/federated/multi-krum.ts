import { type AggregationDefinition, LIARS, meanOf, othersThan } from './aggregation.ts';
import { enoughForKrum, multiKrumPlaces } from './krum.ts';

export const multiKrum: AggregationDefinition = {
  name: 'multi-krum',
  summary: 'the mean of the contributions that lie nearest to their neighbours (Blanchard et al. 2017)',
  parameters: {
    f: LIARS,
    keep: { kind: 'count', default: 0, min: 0, description: 'contributions that count; 0 for n - f - 2, the most' },
  },
  refuses: ({ f, keep }, participants) => {
    const most = participants - Number(f) - 2;
    return (
      enoughForKrum(Number(f), participants) ??
      (Number(keep) > most ? `to keep at most n - f - 2 = ${most} of them` : undefined)
    );
  },
  create: ({ f, keep }) => ({
    combine: (contributions) => {
      const most = Math.max(1, contributions.length - Number(f) - 2);
      const kept = multiKrumPlaces(contributions, Number(f), Number(keep) === 0 ? most : Number(keep));
      return { change: meanOf(contributions, kept), rejected: othersThan(kept, contributions.length) };
    },
  }),
};
