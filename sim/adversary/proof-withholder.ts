import type { Duration } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

export const proofWithholder: BehaviourDefinition = {
  name: 'proof-withholder',
  summary: 'computes and returns results, and keeps the proofs to itself',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'proofs that it keeps' }, ...timing },
  create: ({ rate }, { random }) => ({
    delays: ({ type }) => (type === 'proof' && random.uniform() < Number(rate) ? Infinity : 0) as Duration,
  }),
};
