import type { TrainingAttackDefinition } from './training-attack.ts';

export const lazyCopier: TrainingAttackDefinition = {
  name: 'lazy-copier',
  summary: 'one liar trains, and all of them send what it learnt',
  parameters: {},
  create: () => ({
    sends: ({ cohort, examples }) => ({ update: cohort[0]!.slice(), examples }),
  }),
};
