import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const alwaysLie: BehaviourDefinition = {
  name: 'always-lie',
  summary: 'returns nothing but wrong results',
  parameters: {
    alone: {
      kind: 'flag',
      default: false,
      description: 'its wrong results agree with nobody, rather than with all liars',
    },
    ...timing,
  },
  create: ({ alone }, { random }) => {
    const cohort = alone === true ? 1 + random.below(2 ** 30) : 0;
    return { claims: (result) => forged(result, cohort) };
  },
};
