// Liveness of the peg: whoever burned tokens gets the bitcoin.

import type { PartyId } from '../../core/foundation/index.ts';
import { PEG_PAID, PEG_REQUESTED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';
import { isPegMovement, PeggedBalances } from './pegged-balances.ts';

export const burnsArePaid: InvariantDefinition = {
  name: 'burns-are-paid',
  statement:
    'When a run has ended, everything that was burned for bitcoin has been paid, each burn once; but for burns of tokens whose deposit was taken back.',
  create: (broken) => {
    const open = new Map<number, { readonly account: PartyId; readonly amount: bigint }>();
    const balances = new PeggedBalances();
    return {
      on: {
        [TOKENS_MOVED]: ({ kind, account, amount }): void => {
          if (isPegMovement(kind)) balances.move(kind, account, amount);
        },
        [PEG_REQUESTED]: ({ id, ...asked }): void => void open.set(id, asked),
        [PEG_PAID]: ({ id, amount }, at): void => {
          if (open.get(id)?.amount !== amount)
            broken(`payment ${id} of ${amount.toString()} satoshi is one that nobody waits for`, at);
          open.delete(id);
        },
      },
      ended: (at): void => {
        const due = [...open].filter(([, { account }]) => balances.of(account) >= 0n);
        const [first] = due;
        if (first !== undefined) broken(`${due.length} burns were not paid, the first of them number ${first[0]}`, at);
      },
    };
  },
};
