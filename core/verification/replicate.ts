import { accept, CERTAIN, FAIL, NEVER, ONE_MORE, type PolicyDefinition, WAIT } from './policy.ts';
import { agreed, ONE_LIAR } from './votes.ts';

/** L. F. G. Sarmenta, Sabotage-tolerance mechanisms for volunteer computing systems (CCGrid 2001), 3.1: majority. */
export const replicate: PolicyDefinition = {
  name: 'replicate',
  summary:
    'k copies on different nodes; the result that a quorum agrees on, else one more at a time up to 2k (Sarmenta)',
  parameters: {
    k: { kind: 'count', default: 3, min: 1, description: 'copies of each task' },
    quorum: { kind: 'count', default: 0, min: 0, description: 'results that must agree; 0 for a majority of k' },
  },
  promised: {
    label: 'agreed on',
    trust: [ONE_LIAR],
    chance: ({ k, quorum }) => (needed(Number(k), Number(quorum)) > 1 ? CERTAIN : NEVER),
  },
  create: ({ k, quorum }) => {
    const copies = Number(k);
    const equal = needed(copies, Number(quorum));
    return {
      copies,
      rule: ({ results, out }) => {
        const output = agreed(results, equal);
        if (output !== undefined) return accept(output);
        if (results.length + out < copies) return { kind: 'more', copies: copies - results.length - out };
        if (out > 0) return WAIT;
        return results.length < 2 * copies ? ONE_MORE : FAIL;
      },
    };
  },
};

const needed = (copies: number, quorum: number): number => (quorum === 0 ? Math.floor(copies / 2) + 1 : quorum);
