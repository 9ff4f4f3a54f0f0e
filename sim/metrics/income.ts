// income.*: how rewards are spread, where a rule divides budgets. Where each budget goes whole to its winner, there is
// nothing to say that fairness.jain does not.

import type { PartyId } from '../../core/foundation/index.ts';
import { NODE_DEPLOYED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import { jain } from './jain.ts';
import type { MetricDefinition } from './metric.ts';

/** Tasks in which a node is a newcomer. */
const FIRST = 10;

export const income: MetricDefinition = {
  provides: [
    {
      name: 'income.newcomer',
      unit: 'number',
      description: `mean reward of the first ${FIRST} tasks that each node was paid for, over that of later ones: below 1 is a cold start; of the whole run`,
    },
    {
      name: 'income.jain',
      unit: 'number',
      description: "Jain's index of what nodes were paid: 1 is even, 1/n is one-sided",
    },
  ],
  create: ({ window }) => {
    /** Minor units, as numbers: exact below 2^53. */
    const incomes = new Map<PartyId, number>();
    const tasks = new Map<PartyId, number>();
    const first = { tasks: 0, paid: 0 };
    const later = { tasks: 0, paid: 0 };
    let divided = false;
    return {
      on: {
        [NODE_DEPLOYED]: ({ node }): void => void incomes.set(node, 0),
        [TOKENS_MOVED]: ({ kind, task, account, amount }): void => {
          if (kind === 'fee' || kind === 'change') divided = true;
          if (kind !== 'release') return;
          const paid = Number(amount);
          const before = tasks.get(account) ?? 0;
          tasks.set(account, before + 1);
          const phase = before < FIRST ? first : later;
          phase.tasks++;
          phase.paid += paid;
          if (window.contains(task)) incomes.set(account, (incomes.get(account) ?? 0) + paid);
        },
      },
      values: () => {
        const spread = [...incomes.values()];
        if (!divided) return {};
        return {
          ...(later.paid > 0 && { 'income.newcomer': first.paid / first.tasks / (later.paid / later.tasks) }),
          ...(spread.some((paid) => paid > 0) && { 'income.jain': jain(spread) }),
        };
      },
    };
  },
};
