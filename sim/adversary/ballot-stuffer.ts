import { type ClientBehaviourDefinition, clientTiming } from './client-behaviour.ts';

/** A client that colludes: its tasks cost it their budgets, and are there to be well spoken of. */
export const ballotStuffer: ClientBehaviourDefinition = {
  name: 'ballot-stuffer',
  summary: 'gives its tasks to the nodes that it is in league with alone, and rates them well whatever they return',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'tasks that it keeps for them' },
    ...clientTiming,
  },
  create: ({ rate }, { random, friends, others }) => ({
    says: (message) => {
      if (message.type === 'rating' && friends.includes(message.node)) return [{ ...message, good: true }];
      if (message.type !== 'submit' || random.uniform() >= Number(rate)) return [message];
      return [{ ...message, needs: { ...message.needs, exclude: [...(message.needs.exclude ?? []), ...others] } }];
    },
  }),
};
