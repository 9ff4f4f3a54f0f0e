// How broken rules name things to a person.

import type { TaskId } from '../../core/foundation/index.ts';
import { clientOf, sequenceOf } from '../../core/foundation/index.ts';

export const describeTask = (task: TaskId): string => `task ${sequenceOf(task)} of client ${clientOf(task)}`;
