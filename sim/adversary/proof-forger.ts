import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const proofForger: BehaviourDefinition = {
  name: 'proof-forger',
  summary: 'returns wrong results with proofs that are right in everything but that',
  parameters: { rate: { kind: 'fraction', default: 0.1, description: 'results that are wrong' }, ...timing },
  create: ({ rate }, { random }) => ({
    claims: (result) => (random.uniform() < Number(rate) ? forged(result, 0) : result),
  }),
};
