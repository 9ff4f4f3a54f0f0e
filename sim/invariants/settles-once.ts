// The coordinator decides how a task ended, and decides it once.

import { TASK_SETTLED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';
import { TaskColumn } from './task-column.ts';

export const settlesOnce: InvariantDefinition = {
  name: 'settles-once',
  statement: 'A task is settled at most once.',
  create: (broken) => {
    const settled = new TaskColumn(8);
    return {
      on: {
        [TASK_SETTLED]: ({ task, status }, at): void => {
          if (settled.swap(task, 1) === 1) broken(`${describeTask(task)} was settled again, as ${status}`, at);
        },
      },
    };
  },
};
