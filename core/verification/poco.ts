import { accept, ONE_MORE, type PolicyDefinition, type Returned, WAIT } from './policy.ts';
import { tally } from './votes.ts';

/**
 * PoCo, the proof of contribution of iExec (V5 protocol, "Consensus"): a worker weighs max(score / 3, 3) - 1, a group
 * of equal results grows to the product of its weights, and is accepted when group * trust > total * (trust - 1).
 * Integers throughout. The total begins at 1.
 */
export const poco: PolicyDefinition = {
  name: 'poco',
  summary: 'as many copies as the scores of those who agree require (iExec)',
  parameters: { trust: { kind: 'count', default: 10, min: 2, description: 'one wrong result in so many is borne' } },
  create: ({ trust }) => {
    const score: number[] = [];
    const weight = ({ node }: Returned): number => Math.max(Math.floor((score[node] ?? 0) / 3), 3) - 1;
    const sizeOf = (group: readonly Returned[]): number =>
      group.reduce((size, result) => size + Math.max(size, 1) * weight(result) - size, 0);
    return {
      copies: 1,
      rule: ({ results, out }) => {
        const groups = Array.from(tally(results), ([output, group]) => ({ output, size: sizeOf(group) }));
        const total = groups.reduce((sum, { size }) => sum + size, 1);
        const enough = groups.find(({ size }) => size * Number(trust) > total * (Number(trust) - 1));
        if (enough !== undefined) return accept(enough.output);
        return out > 0 ? WAIT : ONE_MORE;
      },
      judged: (node, right, results) => {
        const before = score[node] ?? 0;
        if (!right) score[node] = Math.floor((before * 2) / 3);
        else if (results > 1) score[node] = before + 1;
      },
    };
  },
};
