// Verdicts against settlement: of all the copies of a task at most one wins.

import { TASK_SETTLED, VERDICT_REACHED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';
import { TaskColumn } from './task-column.ts';

export const oneAcceptedResult: InvariantDefinition = {
  name: 'one-accepted-result',
  statement: 'A task has at most one accepted result: one if it completed, by its winner, and none if it did not.',
  create: (broken) => {
    /** The node whose result was accepted, plus one. */
    const accepted = new TaskColumn(32);
    return {
      on: {
        [VERDICT_REACHED]: ({ task, node, copy, accepted: yes }, at): void => {
          if (!yes) return;
          const earlier = accepted.swap(task, node + 1);
          if (earlier !== 0) {
            const second = `copy ${copy} by node ${node}`;
            broken(
              `${describeTask(task)} has a second accepted result, ${second}; the first is by node ${earlier - 1}`,
              at,
            );
          }
        },
        [TASK_SETTLED]: ({ task, status, winner }, at): void => {
          const by = accepted.get(task) - 1;
          if ((status === 'completed' && by === winner && by >= 0) || (status !== 'completed' && by < 0)) return;
          const found = by < 0 ? 'no accepted result' : `an accepted result by node ${by}`;
          const settled = status === 'completed' ? `completed by node ${winner}` : status;
          broken(`${describeTask(task)} was settled as ${settled}, with ${found}`, at);
        },
      },
    };
  },
};
