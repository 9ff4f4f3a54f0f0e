// Certificates against one another.

import type { TaskId } from '../../core/foundation/index.ts';
import { CERTIFICATE_FORMED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const certificatesNeverConflict: InvariantDefinition = {
  name: 'certificates-never-conflict',
  statement: 'No two certificates of one task name different results.',
  create: (broken) => {
    const certified = new Map<TaskId, number>();
    return {
      on: {
        [CERTIFICATE_FORMED]: ({ task, output }, at): void => {
          const before = certified.get(task);
          if (before === undefined) certified.set(task, output);
          else if (before !== output) broken(`${describeTask(task)} has two certificates that conflict`, at);
        },
      },
    };
  },
};
