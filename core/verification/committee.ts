import { CERTAIN, FAIL, type PolicyDefinition, WAIT } from './policy.ts';
import { agreed } from './votes.ts';

/**
 * Re-execution by a committee of n = 3f + 1 nodes; 2f + 1 signed results that agree are a quorum certificate. Two
 * quorums share f + 1 members, so one honest member at least: with f liars two certificates never conflict (M. Castro,
 * B. Liskov, Practical Byzantine fault tolerance, OSDI 1999, 4.1). Above f, they may.
 */
export const committee: PolicyDefinition = {
  name: 'committee',
  summary: 'a committee of 3f + 1 nodes re-executes; 2f + 1 signatures under one result certify it (Castro and Liskov)',
  parameters: {
    size: { kind: 'count', default: 4, min: 1, description: 'members of the committee of each task' },
    fault: { kind: 'count', default: 0, min: 0, description: 'liars it bears; 0 for as many as its size allows' },
  },
  promised: { label: 'certified', trust: ['that less than a third of each committee lies'], chance: () => CERTAIN },
  create: ({ size, fault }) => {
    const members = Number(size);
    const most = Math.floor((members - 1) / 3);
    const liars = Number(fault) === 0 ? most : Math.min(Number(fault), most);
    const quorum = 2 * liars + 1;
    return {
      copies: members,
      rule: ({ results, out }) => {
        const output = agreed(results, quorum);
        if (output !== undefined) return { kind: 'accept', output, certified: true };
        const missing = members - results.length - out;
        if (missing > 0) return { kind: 'more', copies: missing };
        return out > 0 ? WAIT : FAIL;
      },
    };
  },
};
