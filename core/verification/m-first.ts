import { accept, CERTAIN, NEVER, type PolicyDefinition, WAIT } from './policy.ts';
import { agreed, ONE_LIAR, tally } from './votes.ts';

/** Sarmenta 2001, 3.1: m-first voting has the error rate of a majority of 2m - 1 with fewer jobs. */
export const mFirst: PolicyDefinition = {
  name: 'm-first',
  summary: 'm copies, then one more at a time until m results agree (Sarmenta)',
  parameters: { m: { kind: 'count', default: 2, min: 1, description: 'results that must agree' } },
  promised: { label: 'agreed on', trust: [ONE_LIAR], chance: ({ m }) => (Number(m) > 1 ? CERTAIN : NEVER) },
  create: ({ m }) => {
    const needed = Number(m);
    return {
      copies: needed,
      rule: ({ results, out }) => {
        const output = agreed(results, needed);
        if (output !== undefined) return accept(output);
        const missing = needed - results.length - out;
        if (missing > 0) return { kind: 'more', copies: missing };
        if (out > 0) return WAIT;
        const best = Math.max(0, ...Array.from(tally(results).values(), ({ length }) => length));
        return { kind: 'more', copies: Math.min(1, needed - best) };
      },
    };
  },
};
