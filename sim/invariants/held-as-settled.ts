// What a client believes against what the coordinator settled.

import { RESULT_HELD, TASK_SETTLED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';
import { TaskColumn } from './task-column.ts';

const COMPLETED = 1;
const HELD = 2;

export const heldAsSettled: InvariantDefinition = {
  name: 'held-as-settled',
  statement: 'A client learns the end of a task once, and as it was settled.',
  create: (broken) => {
    const tasks = new TaskColumn(8);
    return {
      on: {
        [TASK_SETTLED]: ({ task, status }): void => {
          if (status === 'completed') tasks.mark(task, COMPLETED);
        },
        [RESULT_HELD]: ({ task, status }, at): void => {
          const known = tasks.mark(task, HELD);
          if ((known & HELD) !== 0)
            broken(`the client of ${describeTask(task)} learnt its end again, as ${status}`, at);
          if (status === 'completed' && (known & COMPLETED) === 0) {
            broken(`the client of ${describeTask(task)} holds a result, but the task was not settled as completed`, at);
          }
          if (status !== 'completed' && (known & COMPLETED) !== 0) {
            broken(`the client of ${describeTask(task)} takes it for ${status}, but it was settled as completed`, at);
          }
        },
      },
    };
  },
};
