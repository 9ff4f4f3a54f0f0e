// No node tells more of its data than it may, by an account that is kept apart from its own.

import { conversions, orderGrids, RenyiAccountant } from '../../core/federated/index.ts';
import type { PartyId } from '../../core/foundation/index.ts';
import { PRIVACY_SPENT } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

/** Relative: two accounts of the same rounds, added up in the same order. */
const TOLERANCE = 1e-9;

interface Account {
  readonly accountant: RenyiAccountant;
  readonly limit: number;
  readonly delta: number;
}

export const privacyBudgetKept: InvariantDefinition = {
  name: 'privacy-budget-kept',
  statement:
    'What the rounds of a node add up to, over all tasks, is at most its epsilon at its delta; neither ever changes, and what the node says it has spent is that.',
  create: (broken) => {
    const accounts = new Map<PartyId, Account>();
    return {
      on: {
        [PRIVACY_SPENT]: ({ node, noise, sampling, epsilon, delta, conversion, limit }, at): void => {
          const account = accounts.get(node) ?? {
            accountant: new RenyiAccountant(orderGrids['published']!),
            limit,
            delta,
          };
          accounts.set(node, account);
          const by = conversions.find(({ name }) => name === conversion);
          if (by === undefined || limit !== account.limit || delta !== account.delta) {
            broken(`node ${node} changed what its budget is`, at);
            return;
          }
          account.accountant.add({ noise, sampling }, 1);
          const spent = account.accountant.epsilon(delta, by).epsilon;
          if (!(spent <= limit * (1 + TOLERANCE))) {
            broken(`node ${node} has spent an epsilon of ${spent}, of ${limit}`, at);
          } else if (Math.abs(spent - epsilon) > TOLERANCE * Math.max(spent, 1)) {
            broken(`node ${node} says it has spent an epsilon of ${epsilon}, and it is ${spent}`, at);
          }
        },
      },
    };
  },
};
