import { type ClientBehaviourDefinition, clientTiming } from './client-behaviour.ts';

export const badMouther: ClientBehaviourDefinition = {
  name: 'bad-mouther',
  summary: 'rates nodes badly that have done its tasks well; not those that it is in league with',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'of its ratings, those that are false' },
    ...clientTiming,
  },
  create: ({ rate }, { random, friends }) => ({
    says: (message) => {
      if (message.type !== 'rating' || friends.includes(message.node)) return [message];
      return [random.uniform() < Number(rate) ? { ...message, good: false } : message];
    },
  }),
};
