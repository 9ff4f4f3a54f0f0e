import type { TrainingAttackDefinition } from './training-attack.ts';

export const labelFlip: TrainingAttackDefinition = {
  name: 'label-flip',
  summary: 'learns from examples whose label l is changed to the last one less l (Fang et al. 2020)',
  parameters: { share: { kind: 'fraction', default: 1, description: 'of its examples' } },
  create: ({ share }, random) => ({
    poisons: (example, classes) => {
      if (random.uniform() < Number(share)) example.label = classes - 1 - example.label;
    },
  }),
};
