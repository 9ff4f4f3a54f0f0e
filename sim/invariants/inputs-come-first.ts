// Task graphs: what a task needs is computed, accepted and with the node before the task starts there.

import type { PartyId, TaskId } from '../../core/foundation/index.ts';
import { EXECUTION_STARTED, INPUT_ARRIVED, INPUT_DECLARED, TASK_SETTLED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const inputsComeFirst: InvariantDefinition = {
  name: 'inputs-come-first',
  statement:
    'A task of a graph starts only when every task that it needs is completed, on the node that made what was accepted or where that was brought.',
  create: (broken) => {
    const needed = new Map<TaskId, TaskId[]>();
    /** Only of tasks that others need. */
    const accepted = new Map<TaskId, { readonly winner: PartyId; readonly output: number } | undefined>();
    const brought = new Set<string>();
    return {
      on: {
        [INPUT_DECLARED]: ({ task, from }): void => {
          needed.set(task, [...(needed.get(task) ?? []), from]);
          accepted.set(from, undefined);
        },
        [TASK_SETTLED]: ({ task, status, winner, output }): void => {
          if (status === 'completed' && accepted.has(task)) accepted.set(task, { winner, output });
        },
        [INPUT_ARRIVED]: ({ task, from, output }, _, node): void => {
          if (output === accepted.get(from)?.output) brought.add(`${task} ${from} ${node}`);
        },
        [EXECUTION_STARTED]: ({ task }, at, node): void => {
          if (needed.size === 0) return;
          for (const from of needed.get(task) ?? []) {
            const known = accepted.get(from);
            if (known === undefined) {
              broken(`${describeTask(task)} started before ${describeTask(from)}, which it needs, was completed`, at);
            } else if (known.winner !== node && !brought.has(`${task} ${from} ${node}`)) {
              broken(`${describeTask(task)} started on node ${node} without the output of ${describeTask(from)}`, at);
            }
          }
        },
      },
    };
  },
};
