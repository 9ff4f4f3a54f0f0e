// Membership, liveness and safety mode against assignment, as the coordinator itself recorded them. A node that has
// crashed counts as eligible until liveness notices: the coordinator cannot know.

import type { PartyId } from '../../core/foundation/index.ts';
import {
  NODE_EXCLUDED,
  NODE_LEFT,
  NODE_OFFLINE,
  NODE_ONLINE,
  NODE_REGISTERED,
  NODE_RESUMED,
  NODE_SUSPENDED,
  TASK_ASSIGNED,
} from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

const UNKNOWN = 0;
const ELIGIBLE = 1;
const OFFLINE = 2;
const SUSPENDED = 3;
const LEFT = 4;
const EXCLUDED = 5;
const STANDINGS = ['not registered', 'eligible', 'offline', 'suspended', 'leaving', 'excluded'];

export const onlyEligibleAssigned: InvariantDefinition = {
  name: 'only-eligible-assigned',
  statement:
    'A task is assigned only to a node that is registered, neither offline nor suspended, and has not left or been excluded.',
  create: (broken) => {
    /** By party. A node has one standing: the latest that was recorded. */
    const standings: number[] = [];
    const stand = (node: PartyId, standing: number): void => {
      while (standings.length <= node) standings.push(UNKNOWN);
      // Whoever is out stays out.
      if (standings[node]! < LEFT || standing === EXCLUDED) standings[node] = standing;
    };
    return {
      on: {
        [NODE_REGISTERED]: ({ node }): void => stand(node, ELIGIBLE),
        [NODE_OFFLINE]: ({ node }): void => stand(node, OFFLINE),
        [NODE_ONLINE]: ({ node }): void => stand(node, ELIGIBLE),
        [NODE_SUSPENDED]: ({ node }): void => stand(node, SUSPENDED),
        [NODE_RESUMED]: ({ node }): void => stand(node, ELIGIBLE),
        [NODE_LEFT]: ({ node }): void => stand(node, LEFT),
        [NODE_EXCLUDED]: ({ node }): void => stand(node, EXCLUDED),
        [TASK_ASSIGNED]: ({ task, node }, at): void => {
          const standing = standings[node] ?? UNKNOWN;
          if (standing === ELIGIBLE) return;
          broken(`${describeTask(task)} was assigned to node ${node}, which is ${STANDINGS[standing]!}`, at);
        },
      },
    };
  },
};
