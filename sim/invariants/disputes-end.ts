// Disputes are short, and none is left hanging.

import type { Instant, TaskId } from '../../core/foundation/index.ts';
import { DISPUTE_OPENED, DISPUTE_SETTLED, TASK_SETTLED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const disputesEnd: InvariantDefinition = {
  name: 'disputes-end',
  statement:
    'A dispute takes no more rounds than the binary logarithm of the segments of its trace, rounded up, and ends; no task completes while one about it is open.',
  create: (broken) => {
    const open = new Set<TaskId>();
    return {
      on: {
        [DISPUTE_OPENED]: ({ task }): void => void open.add(task),
        [DISPUTE_SETTLED]: ({ task, rounds, segments }, at): void => {
          open.delete(task);
          if (rounds > 32 - Math.clz32(segments - 1)) {
            broken(`a dispute about ${describeTask(task)} over ${segments} segments took ${rounds} rounds`, at);
          }
        },
        [TASK_SETTLED]: ({ task, status }, at): void => {
          if (open.delete(task) && status === 'completed') {
            broken(`${describeTask(task)} was completed during a dispute about it`, at);
          }
        },
      },
      ended: (at: Instant): void => {
        for (const task of open) broken(`a dispute about ${describeTask(task)} never ended`, at);
      },
    };
  },
};
