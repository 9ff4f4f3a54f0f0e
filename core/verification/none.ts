import { accept, NEVER, ONE_MORE, type PolicyDefinition, WAIT } from './policy.ts';
import { agreed } from './votes.ts';

/** The coordinator has a shorter way for this one; here it is the control arm of comparisons, and says what that does. */
export const none: PolicyDefinition = {
  name: 'none',
  summary: 'the first result is taken at its word',
  parameters: {},
  promised: { label: 'believed', trust: ['every node'], chance: () => NEVER },
  create: () => ({
    copies: 1,
    rule: ({ results, out }) => {
      const first = agreed(results, 1);
      if (first !== undefined) return accept(first);
      return out > 0 ? WAIT : ONE_MORE;
    },
  }),
};
