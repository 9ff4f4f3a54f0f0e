// Liveness: nothing that was submitted is lost.

import { RESULT_HELD, TASK_ACCEPTED, TASK_SETTLED, TASK_SUBMITTED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';
import { TaskColumn } from './task-column.ts';

const SUBMITTED = 1;
const ACCEPTED = 2;
const SETTLED = 4;
const HELD = 8;

export const everyTaskSettles: InvariantDefinition = {
  name: 'every-task-settles',
  statement:
    'When a run has ended, every task that the mesh accepted is settled, and every client knows the end of its tasks.',
  create: (broken) => {
    const tasks = new TaskColumn(8);
    return {
      on: {
        [TASK_SUBMITTED]: ({ task }): void => void tasks.mark(task, SUBMITTED),
        [TASK_ACCEPTED]: ({ task }): void => void tasks.mark(task, ACCEPTED),
        [TASK_SETTLED]: ({ task }): void => void tasks.mark(task, SETTLED),
        [RESULT_HELD]: ({ task }): void => void tasks.mark(task, HELD),
      },
      ended: (at): void => {
        const open = tasks.find((bits) => (bits & (ACCEPTED | SETTLED)) === ACCEPTED);
        if (open !== undefined) broken(`${describeTask(open)} was accepted and never settled`, at);
        const untold = tasks.find((bits) => (bits & (SUBMITTED | HELD)) === SUBMITTED);
        if (untold !== undefined) broken(`the client of ${describeTask(untold)} never learnt its end`, at);
      },
    };
  },
};
