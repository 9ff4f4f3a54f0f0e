// Every token that came from bitcoin is covered by bitcoin.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { PEG_PAID, PEG_REQUESTED, RESERVES_CHANGED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const pegSolvent: InvariantDefinition = {
  name: 'peg-solvent',
  statement:
    'Whenever an instant is over, the confirmed bitcoin of the federation is at least what it minted and did not burn or take back; at the end it also covers what was burned and not paid.',
  create: (broken) => {
    /** By account: what it was minted, less what it burned. */
    const held = new Map<PartyId, bigint>();
    let supply = 0n;
    let reserves = 0n;
    /** Burned, and not paid for good. */
    let unpaid = 0n;
    let pegged = false;
    let latest = 0;
    const judge = (at: number): void => {
      if (supply <= reserves) return;
      broken(`the tokens stand for ${supply.toString()} satoshi, and there are ${reserves.toString()}`, at as Instant);
    };
    const pass = (at: number): void => {
      if (at > latest) judge(latest);
      latest = at;
    };
    return {
      on: {
        [RESERVES_CHANGED]: (fact, at): void => {
          pass(at);
          pegged = true;
          reserves = fact.reserves;
        },
        [PEG_REQUESTED]: ({ amount }): void => {
          unpaid += amount;
        },
        [PEG_PAID]: ({ amount }): void => {
          unpaid -= amount;
        },
        [TOKENS_MOVED]: ({ kind, account, amount }, at): void => {
          if (kind !== 'mint' && kind !== 'reverse' && kind !== 'burn') return;
          pass(at);
          const before = held.get(account) ?? 0n;
          const after = kind === 'mint' ? before + amount : before - amount;
          held.set(account, after);
          // An account in debt holds nothing, and owes.
          supply += (after > 0n ? after : 0n) - (before > 0n ? before : 0n);
        },
      },
      ended: (at): void => {
        if (!pegged) return;
        judge(latest);
        if (supply + unpaid <= reserves) return;
        broken(`${unpaid.toString()} satoshi were burned for and not paid, and there are ${reserves.toString()}`, at);
      },
    };
  },
};
