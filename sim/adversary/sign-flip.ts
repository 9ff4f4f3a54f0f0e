import type { TrainingAttackDefinition } from './training-attack.ts';

export const signFlip: TrainingAttackDefinition = {
  name: 'sign-flip',
  summary: 'goes the way back, and further (Li et al. 2019)',
  parameters: { scale: { kind: 'number', default: 4, min: 0, description: 'how many times as far as it learnt' } },
  create: ({ scale }) => ({
    sends: ({ update, examples }) => ({ update: update.map((value) => -Number(scale) * value), examples }),
  }),
};
