import type { Duration } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

export const withholder: BehaviourDefinition = {
  name: 'withholder',
  summary: 'computes, and keeps the result to itself',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'results that it keeps' }, ...timing },
  silent: true,
  create: ({ rate }, { random }) => ({
    delays: ({ type }) => (type === 'result' && random.uniform() < Number(rate) ? Infinity : 0) as Duration,
  }),
};
