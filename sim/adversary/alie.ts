import { normalQuantile } from '../../core/foundation/index.ts';
import type { TrainingAttackDefinition } from './training-attack.ts';

export const alie: TrainingAttackDefinition = {
  name: 'alie',
  summary:
    'all liars send the same update, just near enough to the mean to pass (A Little Is Enough, Baruch et al. 2019)',
  parameters: {
    z: {
      kind: 'number',
      default: 0,
      min: 0,
      description: 'standard deviations from the mean; 0 for as many as the number of liars allows',
    },
  },
  create: ({ z }) => ({
    sends: ({ cohort, examples, trainers, liars }) => {
      const far = Number(z) === 0 ? alieDeviations(trainers, liars) : Number(z);
      const update = new Float64Array(cohort[0]!.length);
      for (let at = 0; at < update.length; at++) {
        let sum = 0;
        let squares = 0;
        for (const honest of cohort) sum += honest[at]!;
        const mean = sum / cohort.length;
        for (const honest of cohort) {
          const off = honest[at]! - mean;
          squares += off * off;
        }
        update[at] = mean - far * Math.sqrt(squares / cohort.length);
      }
      return { update, examples };
    },
  }),
};

/**
 * The normal quantile of (n - m - s) / (n - m), where s = floor(n/2 + 1) - m honest trainers must lie farther out for
 * the liars to be in the majority that surrounds the median. 0 where they are a majority without them.
 */
export function alieDeviations(trainers: number, liars: number): number {
  const honest = trainers - liars;
  const needed = Math.max(Math.floor(trainers / 2 + 1) - liars, 0);
  if (honest <= 0 || needed >= honest) return 0;
  // With none needed the quantile would be infinite: as far as one honest trainer in so many goes.
  return Math.max(normalQuantile((honest - Math.max(needed, 1)) / honest), 0);
}
