// What a model is made of: updates of tasks that completed, each once, and none that was found to be false.

import { clientOf, NO_PARTY, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import { DISPUTE_SETTLED, MODEL_MADE, TASK_SETTLED, TRAINING_BEGUN } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const modelsOfAcceptedUpdates: InvariantDefinition = {
  name: 'models-of-accepted-updates',
  statement:
    'Each update that a model is made of is that of a completed task, counts once over all models, and was not refuted by a check of how it was trained.',
  create: (broken) => {
    const aggregators = new Set<PartyId>();
    const winners = new Map<TaskId, PartyId>();
    const refuted = new Map<TaskId, Set<PartyId>>();
    const counted = new Set<TaskId>();
    return {
      on: {
        [TRAINING_BEGUN]: ({ client }): void => {
          aggregators.add(client);
        },
        [TASK_SETTLED]: ({ task, status, winner }): void => {
          if (aggregators.size === 0 || status !== 'completed') return;
          if (aggregators.has(clientOf(task))) winners.set(task, winner);
        },
        [DISPUTE_SETTLED]: ({ task, loser, why }): void => {
          if (why !== 'late' && aggregators.has(clientOf(task)))
            refuted.set(task, (refuted.get(task) ?? new Set<PartyId>()).add(loser));
        },
        [MODEL_MADE]: ({ number, tasks }, at): void => {
          for (const task of tasks) {
            const winner = winners.get(task) ?? NO_PARTY;
            if (winner === NO_PARTY)
              broken(`model ${number} has an update of ${describeTask(task)}, which has none`, at);
            else if (refuted.get(task)?.has(winner) === true) {
              broken(`model ${number} has an update of node ${winner} that was refuted: ${describeTask(task)}`, at);
            }
            if (counted.has(task)) broken(`the update of ${describeTask(task)} counts again in model ${number}`, at);
            counted.add(task);
          }
        },
      },
    };
  },
};
