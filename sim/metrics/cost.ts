// cost.perTask: the tokens that clients paid.

import { MINOR_UNITS_PER_TOKEN } from '../../core/foundation/index.ts';
import { TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { MetricDefinition } from './metric.ts';

export const cost: MetricDefinition = {
  provides: [
    {
      name: 'cost.perTask',
      unit: 'tokens',
      description: 'tokens that left escrow to nodes and treasury, over completed tasks',
    },
  ],
  create: ({ window }) => {
    let total = 0n;
    // A scenario has few budgets, so the same amount is counted until another comes: no bigint sum for each task.
    let current = 0n;
    let times = 0;
    return {
      on: {
        [TOKENS_MOVED]: ({ kind, task, amount }): void => {
          if ((kind !== 'release' && kind !== 'fee') || !window.contains(task)) return;
          if (amount !== current) {
            total += current * BigInt(times);
            current = amount;
            times = 0;
          }
          times++;
        },
      },
      values: () => {
        if (window.completed === 0) return {};
        const paid = total + current * BigInt(times);
        return { 'cost.perTask': Number(paid) / Number(MINOR_UNITS_PER_TOKEN) / window.completed };
      },
    };
  },
};
