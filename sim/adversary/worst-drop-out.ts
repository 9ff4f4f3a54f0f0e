import type { TrainingAttackDefinition } from './training-attack.ts';

export const worstDropOut: TrainingAttackDefinition = {
  name: 'worst-drop-out',
  summary: 'trains, shares its secrets, and leaves when its contribution is due: the others must take its masks off',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'rounds in which it does so' } },
  create: ({ rate }, random) => ({
    get leaves() {
      return random.uniform() < Number(rate);
    },
  }),
};
