// Task graphs: what a task needs is computed, accepted and with the node before the task starts there.

import { clientOf, type PartyId, type TaskId } from '../../core/foundation/index.ts';
import { EXECUTION_STARTED, INPUT_ARRIVED, INPUT_DECLARED, TASK_SETTLED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const inputsComeFirst: InvariantDefinition = {
  name: 'inputs-come-first',
  statement:
    'A task of a graph starts only when every task that it needs is completed, on the node that has its output or where that was brought by who has it: that node, or the client.',
  create: (broken) => {
    const needed = new Map<TaskId, TaskId[]>();
    /** Only of tasks that others need. */
    const winners = new Map<TaskId, PartyId | undefined>();
    const brought = new Set<string>();
    return {
      on: {
        [INPUT_DECLARED]: ({ task, from }): void => {
          needed.set(task, [...(needed.get(task) ?? []), from]);
          winners.set(from, undefined);
        },
        [TASK_SETTLED]: ({ task, status, winner }): void => {
          if (status === 'completed' && winners.has(task)) winners.set(task, winner);
        },
        [INPUT_ARRIVED]: ({ task, from, sender }, _, node): void => {
          if (sender === winners.get(from) || sender === clientOf(from)) brought.add(`${task} ${from} ${node}`);
        },
        [EXECUTION_STARTED]: ({ task }, at, node): void => {
          if (needed.size === 0) return;
          for (const from of needed.get(task) ?? []) {
            const winner = winners.get(from);
            if (winner === undefined) {
              broken(`${describeTask(task)} started before ${describeTask(from)}, which it needs, was completed`, at);
            } else if (winner !== node && !brought.has(`${task} ${from} ${node}`)) {
              broken(`${describeTask(task)} started on node ${node} without the output of ${describeTask(from)}`, at);
            }
          }
        },
      },
    };
  },
};
