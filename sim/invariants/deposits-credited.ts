// Every deposit is minted for, once.

import type { PartyId } from '../../core/foundation/index.ts';
import { DEPOSITS_CONFIRMED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

interface Account {
  /** What is minted and not taken back. */
  minted: bigint;
  /** What it has deposited, deep enough; and the most that this ever was. */
  confirmed: bigint;
  most: bigint;
  /** Before the latest change, and when that was. */
  before: bigint;
  changed: number;
}

export const depositsCredited: InvariantDefinition = {
  name: 'deposits-credited',
  statement:
    'No account is ever minted more than it has deposited; at the end it has been minted, and not taken back, all that it has deposited deep enough in the best chain.',
  create: (broken) => {
    const accounts = new Map<PartyId, Account>();
    const of = (account: PartyId): Account => {
      const known = accounts.get(account) ?? { minted: 0n, confirmed: 0n, most: 0n, before: 0n, changed: 0 };
      accounts.set(account, known);
      return known;
    };
    return {
      on: {
        [DEPOSITS_CONFIRMED]: ({ account, total }, at): void => {
          const known = of(account);
          known.before = known.confirmed;
          known.changed = at;
          known.confirmed = total;
          if (total > known.most) known.most = total;
        },
        [TOKENS_MOVED]: ({ kind, account, amount }, at): void => {
          if (kind !== 'mint' && kind !== 'reverse') return;
          const known = of(account);
          known.minted = kind === 'mint' ? known.minted + amount : known.minted - amount;
          if (known.minted <= known.most) return;
          const [minted, most] = [known.minted.toString(), known.most.toString()];
          broken(`account ${account} was minted ${minted} satoshi, and has deposited ${most}`, at);
        },
      },
      ended: (at): void => {
        for (const [account, { minted, confirmed, before, changed }] of accounts) {
          // What a run ends with is not taken up any more.
          if (minted === confirmed || (changed === at && minted === before)) continue;
          const [held, owed] = [minted.toString(), confirmed.toString()];
          broken(`account ${account} was minted ${held} satoshi in the end, for deposits of ${owed}`, at);
        }
      },
    };
  },
};
