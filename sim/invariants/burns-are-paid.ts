// Liveness of the peg: whoever burned tokens gets the bitcoin.

import { PEG_PAID, PEG_REQUESTED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const burnsArePaid: InvariantDefinition = {
  name: 'burns-are-paid',
  statement: 'When a run has ended, everything that was burned for bitcoin has been paid, each burn once.',
  create: (broken) => {
    const open = new Map<number, bigint>();
    return {
      on: {
        [PEG_REQUESTED]: ({ id, amount }): void => void open.set(id, amount),
        [PEG_PAID]: ({ id, amount }, at): void => {
          if (open.get(id) !== amount)
            broken(`payment ${id} of ${amount.toString()} satoshi is one that nobody waits for`, at);
          open.delete(id);
        },
      },
      ended: (at): void => {
        const [id] = open.keys();
        if (id !== undefined) broken(`${open.size} burns were not paid, the first of them number ${id}`, at);
      },
    };
  },
};
