// privacy.*: what trainers have told of their data.

import type { PartyId } from '../../core/foundation/index.ts';
import { PRIVACY_SPENT } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const privacy: MetricDefinition = {
  provides: [
    {
      name: 'privacy.epsilon',
      unit: 'number',
      ground: 'theorem',
      description: 'the largest epsilon that a node has spent, over the whole run; absent if none has a budget',
    },
    {
      name: 'privacy.spent',
      unit: 'fraction',
      ground: 'theorem',
      description: 'of its epsilon, what a node has spent on average',
    },
  ],
  create: () => {
    const spent = new Map<PartyId, { readonly epsilon: number; readonly limit: number }>();
    return {
      on: {
        [PRIVACY_SPENT]: ({ node, epsilon, limit }): void => {
          spent.set(node, { epsilon, limit });
        },
      },
      values: () => {
        if (spent.size === 0) return {};
        const all = [...spent.values()];
        return {
          'privacy.epsilon': Math.max(...all.map(({ epsilon }) => epsilon)),
          'privacy.spent': all.reduce((sum, { epsilon, limit }) => sum + epsilon / limit, 0) / all.length,
        };
      },
    };
  },
};
