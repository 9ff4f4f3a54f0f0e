import { sha256 } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

const TWO_POW_32 = 2 ** 32;

export const colluding: BehaviourDefinition = {
  name: 'colluding',
  summary: 'a cohort that lies about the same tasks, with the same wrong result',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'tasks that the cohort lies about' },
    cohort: { kind: 'count', default: 1, min: 1, description: 'which cohort: different ones do not agree' },
    ...timing,
  },
  create: ({ rate, cohort }) => ({
    claims: (result) => {
      // Members agree without a word: the task itself decides.
      const drawn = new DataView(sha256(`colluding/${cohort}/${result.task}`).buffer).getUint32(0) / TWO_POW_32;
      return drawn < Number(rate) ? forged(result, Number(cohort)) : result;
    },
  }),
};
