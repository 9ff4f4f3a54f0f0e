import { addGaussian } from '../../core/federated/index.ts';
import type { TrainingAttackDefinition } from './training-attack.ts';

export const idleTrainer: TrainingAttackDefinition = {
  name: 'free-rider',
  summary: 'does not train: sends the way the model went in the round before, under a little noise (Lin et al. 2019)',
  parameters: {
    noise: { kind: 'number', default: 0.001, min: 0, description: 'its standard deviation in each coordinate' },
  },
  create: ({ noise }, random) => ({
    works: false,
    sends: ({ update, drift, examples }) => {
      const made = drift?.slice() ?? new Float64Array(update.length);
      addGaussian(made, Number(noise), random);
      return { update: made, examples };
    },
  }),
};
