import { type BehaviourDefinition, timing } from './behaviour.ts';

export const freeRider: BehaviourDefinition = {
  name: 'free-rider',
  summary: 'takes tasks, and neither does them nor answers',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'work that it does not do' }, ...timing },
  silent: true,
  create: ({ rate }, { random }) => ({ skips: () => (random.uniform() < Number(rate) ? 'silent' : 'no') }),
};
