// deadline.missed: the tasks whose client did not hold their result in time.

import { IdMap } from '../../core/foundation/index.ts';
import { RESULT_HELD, TASK_SUBMITTED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const deadlines: MetricDefinition = {
  provides: [
    {
      name: 'deadline.missed',
      unit: 'fraction',
      description: 'of the submitted, those with a deadline whose result was held later than that, or never',
    },
  ],
  create: ({ window }) => {
    const due = new IdMap<number>();
    let given = 0;
    let missed = 0;
    return {
      on: {
        [TASK_SUBMITTED]: ({ task, deadline }): void => {
          if (deadline === Infinity || !window.contains(task)) return;
          given++;
          due.set(task, deadline);
        },
        [RESULT_HELD]: ({ task, status }, at): void => {
          if (due.size === 0) return;
          const deadline = due.get(task);
          if (deadline === undefined) return;
          due.delete(task);
          if (status !== 'completed' || at > deadline) missed++;
        },
      },
      values: () => (given === 0 ? {} : { 'deadline.missed': (missed + due.size) / window.submitted }),
    };
  },
};
