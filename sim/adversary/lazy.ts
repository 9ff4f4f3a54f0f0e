import { type BehaviourDefinition, timing } from './behaviour.ts';

export const lazy: BehaviourDefinition = {
  name: 'lazy',
  summary: 'makes results up instead of computing them',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'work that it does not do' }, ...timing },
  create: ({ rate }, { random }) => ({ skips: () => (random.uniform() < Number(rate) ? 'made-up' : 'no') }),
};
