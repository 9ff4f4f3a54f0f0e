import { addGaussian } from '../../core/federated/index.ts';
import type { TrainingAttackDefinition } from './training-attack.ts';

export const gaussianNoise: TrainingAttackDefinition = {
  name: 'gaussian',
  summary: 'sends noise instead of what it learnt (Blanchard et al. 2017)',
  parameters: {
    deviation: { kind: 'number', default: 10, min: 0, description: 'standard deviation of each coordinate' },
  },
  create: ({ deviation }, random) => ({
    works: false,
    sends: ({ update, examples }) => {
      const noise = new Float64Array(update.length);
      addGaussian(noise, Number(deviation), random);
      return { update: noise, examples };
    },
  }),
};
