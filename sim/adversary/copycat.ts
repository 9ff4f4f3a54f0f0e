import { type BehaviourDefinition, timing } from './behaviour.ts';

export const copycat: BehaviourDefinition = {
  name: 'copycat',
  summary: 'returns what another copycat computed for the same task; computes only if it is the first',
  parameters: { ...timing },
  create: (_, { gossip }) => ({
    skips: ({ task }) => (gossip.has(task) ? 'made-up' : 'no'),
    claims: (result) => {
      const known = gossip.get(result.task);
      if (known !== undefined) return { ...known, copy: result.copy };
      gossip.set(result.task, result);
      return result;
    },
  }),
};
