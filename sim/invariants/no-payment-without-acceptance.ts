// Tokens follow verdicts: payment after acceptance, and to whom it is due.

import { TOKENS_MOVED, VERDICT_REACHED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';
import { TaskColumn } from './task-column.ts';

export const noPaymentWithoutAcceptance: InvariantDefinition = {
  name: 'no-payment-without-acceptance',
  statement: 'Escrow is released only to a node whose result of that task was accepted before.',
  create: (broken) => {
    /** The node whose result was accepted last, plus one. */
    const accepted = new TaskColumn(32);
    return {
      on: {
        [VERDICT_REACHED]: ({ task, node, accepted: yes }): void => {
          if (yes) accepted.swap(task, node + 1);
        },
        [TOKENS_MOVED]: ({ kind, task, account }, at): void => {
          if (kind !== 'release') return;
          const by = accepted.get(task) - 1;
          if (by === account) return;
          const why = by < 0 ? 'before any result was accepted' : `but the accepted result is by node ${by}`;
          broken(`${describeTask(task)} paid account ${account}, ${why}`, at);
        },
      },
    };
  },
};
