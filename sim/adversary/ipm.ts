import type { TrainingAttackDefinition } from './training-attack.ts';

export const ipm: TrainingAttackDefinition = {
  name: 'ipm',
  summary: 'all liars send their mean, turned around: the inner product with the truth is negative (Xie et al. 2019)',
  parameters: {
    scale: {
      kind: 'number',
      default: 0.5,
      min: 0,
      description: 'how many times the mean: small ones pass, large ones harm',
    },
  },
  create: ({ scale }) => ({
    sends: ({ cohort, examples }) => {
      const update = new Float64Array(cohort[0]!.length);
      for (const honest of cohort) for (let at = 0; at < update.length; at++) update[at]! += honest[at]!;
      return { update: update.map((sum) => (-Number(scale) * sum) / cohort.length), examples };
    },
  }),
};
