import type { Gas, PartyId } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { FORGED } from './forgery.ts';

/** It has the signature of nobody else, and without two of them nobody is convicted. */
export const framer: BehaviourDefinition = {
  name: 'framer',
  summary: 'does its work, and accuses other nodes of two different results, which they have not signed',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'results of its own with which it accuses somebody' },
    among: {
      kind: 'count',
      default: 8,
      min: 1,
      description: 'parties next to the coordinator, of which it accuses one',
    },
    ...timing,
  },
  create: ({ rate, among }, { random, forge }) => ({
    adds: (message, to) => {
      if (message.type !== 'result' || random.uniform() >= Number(rate)) return [];
      const { task, copy, outcome, elapsed, output, answer } = message;
      const other = forge({ task, copy, outcome, elapsed, output, answer, gas: 0 as Gas });
      const first = { ...message, signature: FORGED };
      const second = { ...first, outcome: other.outcome, output: other.output, answer: other.answer };
      const node = (to + 1 + random.below(Number(among))) as PartyId;
      return [{ type: 'contradiction', node, first, second }];
    },
  }),
};
