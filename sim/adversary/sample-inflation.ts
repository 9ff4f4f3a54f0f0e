import type { TrainingAttackDefinition } from './training-attack.ts';

export const sampleInflation: TrainingAttackDefinition = {
  name: 'sample-inflation',
  summary: 'says that it learnt from more examples than it did, to weigh more and to be paid more',
  parameters: { factor: { kind: 'number', default: 10, min: 1, description: 'how many times as many' } },
  create: ({ factor }) => ({
    sends: ({ update, examples }) => ({ update, examples: Math.round(examples * Number(factor)) }),
  }),
};
