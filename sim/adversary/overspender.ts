import type { ClientBehaviourDefinition } from './client-behaviour.ts';

/** To refuse to pay for work that was done is not possible, since escrow comes first. This is what is left of it. */
export const overspender: ClientBehaviourDefinition = {
  name: 'overspender',
  summary: 'goes on submitting when it has nothing left to pay with',
  parameters: {
    tokens: { kind: 'count', default: 10, min: 0, description: 'all that it ever has' },
  },
  purse: 'tokens',
  create: () => ({}),
};
