// Executions against the slots that a node was deployed with.

import type { PartyId } from '../../core/foundation/index.ts';
import { EXECUTION_ABORTED, EXECUTION_FINISHED, EXECUTION_STARTED, NODE_DEPLOYED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const slotsRespected: InvariantDefinition = {
  name: 'slots-respected',
  statement: 'A node never runs more copies at once than it has slots, and only what has started can stop.',
  create: (broken) => {
    /** By party: slots that are free. A party that was not deployed as a node has none. */
    const free: number[] = [];
    const stop = (node: PartyId): number => (free[node] = (free[node] ?? 0) + 1);
    const slots: number[] = [];
    return {
      on: {
        [NODE_DEPLOYED]: ({ node, slots: count }): void => {
          while (free.length <= node) {
            free.push(0);
            slots.push(0);
          }
          free[node] = count;
          slots[node] = count;
        },
        [EXECUTION_STARTED]: (_, at, node): void => {
          const left = (free[node] ?? 0) - 1;
          free[node] = left;
          if (left < 0) broken(`node ${node} runs more copies than its ${slots[node] ?? 0} slots hold`, at);
        },
        [EXECUTION_FINISHED]: (_, at, node): void => {
          if (stop(node) > (slots[node] ?? 0)) broken(`node ${node} finished a copy that it had not started`, at);
        },
        [EXECUTION_ABORTED]: (_, at, node): void => {
          if (stop(node) > (slots[node] ?? 0)) broken(`node ${node} stopped a copy that it had not started`, at);
        },
      },
    };
  },
};
