import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const saboteur: BehaviourDefinition = {
  name: 'saboteur',
  summary: 'returns a wrong result with a fixed probability (Sarmenta)',
  parameters: {
    rate: { kind: 'fraction', default: 0.1, description: 'results that are wrong' },
    alone: {
      kind: 'flag',
      default: false,
      description: 'its wrong results agree with nobody, rather than with all liars',
    },
    ...timing,
  },
  create: ({ rate, alone }, { random }) => {
    const cohort = alone === true ? 1 + random.below(2 ** 30) : 0;
    return { claims: (result) => (random.uniform() < Number(rate) ? forged(result, cohort) : result) };
  },
};
