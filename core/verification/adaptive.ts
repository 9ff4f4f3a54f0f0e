import type { PartyId, TaskId } from '../foundation/index.ts';
import { accept, ONE_MORE, type PolicyDefinition, WAIT } from './policy.ts';
import { agreed } from './votes.ts';

/**
 * BOINC's adaptive replication (D. P. Anderson, J. Grid Computing 18, 2020, 3.4): a node with N > 0 valid results in a
 * row, at least `trust` of them, goes unreplicated with probability 1 - 1/N. N grows with replicated results only.
 */
export const adaptive: PolicyDefinition = {
  name: 'adaptive',
  summary: 'nodes with enough valid results in a row are mostly believed, all others are replicated (BOINC)',
  parameters: {
    trust: { kind: 'count', default: 10, min: 1, description: 'valid results in a row that make a node trusted' },
    quorum: { kind: 'count', default: 2, min: 2, description: 'results that must agree when a task is replicated' },
  },
  create: ({ trust, quorum }, { random }) => {
    const inARow: number[] = [];
    const replicated = new Set<TaskId>();
    const believed = (node: PartyId): boolean => {
      const n = inARow[node] ?? 0;
      return n >= Number(trust) && random.uniform() >= 1 / n;
    };
    return {
      copies: 1,
      rule: ({ task, results, out }) => {
        const only = results.length === 1 ? results[0]! : undefined;
        if (only !== undefined && !replicated.has(task)) {
          if (!Number.isNaN(only.output) && believed(only.node)) return accept(only.output);
          replicated.add(task);
        }
        const output = agreed(results, Number(quorum));
        if (output === undefined) return out > 0 ? WAIT : ONE_MORE;
        replicated.delete(task);
        return accept(output);
      },
      judged: (node, right, results) => {
        if (!right) inARow[node] = 0;
        else if (results > 1) inARow[node] = (inARow[node] ?? 0) + 1;
      },
    };
  },
};
