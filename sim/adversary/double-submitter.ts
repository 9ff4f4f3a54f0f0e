import type { Amount } from '../../core/foundation/index.ts';
import { type ClientBehaviourDefinition, clientTiming } from './client-behaviour.ts';

/** Numbers are used once: the second is refused, and the first is neither paid nor settled twice. */
export const doubleSubmitter: ClientBehaviourDefinition = {
  name: 'double-submitter',
  summary: 'submits tasks twice under one number, the second time with a tenth of the budget',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'tasks that it submits twice' },
    ...clientTiming,
  },
  create: ({ rate }, { random }) => ({
    says: (message) => {
      if ((message.type !== 'submit' && message.type !== 'job') || random.uniform() >= Number(rate)) return [message];
      return [message, { ...message, budget: (message.budget / 10n) as Amount }];
    },
  }),
};
