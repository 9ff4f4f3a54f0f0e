// tasks.* and makespan: how many tasks the window has, how they ended, and how long that took in all.

import { MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import type { MetricDefinition } from './metric.ts';

export const outcomes: MetricDefinition = {
  provides: [
    { name: 'tasks.submitted', unit: 'count', description: 'tasks submitted after warm-up' },
    { name: 'tasks.completed', unit: 'fraction', description: 'of the submitted, those whose client got the result' },
    {
      name: 'tasks.failed',
      unit: 'fraction',
      description: 'of the submitted, those whose client was told of a failure',
    },
    { name: 'tasks.expired', unit: 'fraction', description: 'of the submitted, those that ended by their hard limit' },
    { name: 'makespan', unit: 'seconds', description: 'from the first submission to the last end known to a client' },
  ],
  create: ({ window }) => ({
    on: {},
    values: () => {
      const { submitted } = window;
      return {
        'tasks.submitted': submitted,
        ...(submitted > 0 && {
          'tasks.completed': window.completed / submitted,
          'tasks.failed': window.failed / submitted,
          'tasks.expired': window.expired / submitted,
        }),
        ...(window.ended >= window.opened && { makespan: (window.ended - window.opened) / MICROSECONDS_PER_SECOND }),
      };
    },
  }),
};
