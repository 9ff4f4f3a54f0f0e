// What two signed results of one assignment are held to, and what comes of it.

import type { PartyId } from '../../core/foundation/index.ts';
import { CONTRADICTION_PROVEN, NODE_LIED, VERDICT_REACHED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const convictionsFollowLies: InvariantDefinition = {
  name: 'convictions-follow-lies',
  statement:
    'A node is convicted by two different results of one assignment, once, and only if it has lied; after that none of its results is accepted.',
  create: (broken) => {
    const liars = new Set<PartyId>();
    const convicted = new Set<PartyId>();
    return {
      on: {
        [NODE_LIED]: ({ node }): void => void liars.add(node),
        [CONTRADICTION_PROVEN]: ({ node, first, second }, at): void => {
          if (!liars.has(node)) broken(`node ${node} was convicted of two results, and has never lied`, at);
          if (convicted.has(node)) broken(`node ${node} was convicted again`, at);
          convicted.add(node);
          const same = first.output === second.output && first.outcome === second.outcome;
          if (first.task === second.task && first.copy === second.copy && (!same || first.answer !== undefined)) return;
          broken(`node ${node} was convicted by two results that do not contradict each other`, at);
        },
        [VERDICT_REACHED]: ({ node, task, accepted }, at): void => {
          if (!accepted || !convicted.has(node)) return;
          broken(`a result of ${describeTask(task)} was accepted, of node ${node}, which had been convicted`, at);
        },
      },
    };
  },
};
