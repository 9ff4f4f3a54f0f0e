// Punishment follows lies.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import {
  CONTRADICTION_PROVEN,
  DISPUTE_SETTLED,
  NODE_EXCLUDED,
  NODE_LIED,
  TOKENS_MOVED,
} from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const honestNeverSlashed: InvariantDefinition = {
  name: 'honest-never-slashed',
  statement:
    'A node is excluded only after it has lied, and loses its stake only by a dispute that it has lost or by two results that contradict each other, once for each.',
  create: (broken) => {
    const liars = new Set<PartyId>();
    /** Losers that have not paid yet. */
    const owing = new Map<TaskId, PartyId>();
    return {
      on: {
        [NODE_LIED]: ({ node }): void => void liars.add(node),
        [NODE_EXCLUDED]: ({ node }, at): void => {
          if (!liars.has(node)) broken(`node ${node} was excluded, and has never lied`, at);
        },
        [DISPUTE_SETTLED]: ({ task, loser }): void => void owing.set(task, loser),
        [CONTRADICTION_PROVEN]: ({ node, first }): void => void owing.set(first.task, node),
        [TOKENS_MOVED]: ({ kind, task, account }, at): void => {
          if (kind !== 'slash') return;
          if (owing.get(task) !== account) {
            broken(`node ${account} lost stake, but no dispute about ${describeTask(task)}`, at);
          }
          owing.delete(task);
        },
      },
    };
  },
};
