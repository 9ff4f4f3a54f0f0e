// Every token that came from bitcoin is covered by bitcoin.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { PEG_PAID, PEG_REQUESTED, RESERVES_CHANGED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';
import { isPegMovement, PeggedBalances } from './pegged-balances.ts';

export const pegSolvent: InvariantDefinition = {
  name: 'peg-solvent',
  statement:
    'Whenever an instant is over, the confirmed bitcoin of the federation is at least what it minted and did not burn or take back; at the end it also covers what was burned and not paid, but for burns of tokens whose deposit was taken back.',
  create: (broken) => {
    const held = new PeggedBalances();
    let supply = 0n;
    let reserves = 0n;
    /** Burned, and not paid for good, by number. */
    const unpaid = new Map<number, { readonly account: PartyId; readonly amount: bigint }>();
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
        [PEG_REQUESTED]: ({ id, ...asked }): void => void unpaid.set(id, asked),
        [PEG_PAID]: ({ id }): void => void unpaid.delete(id),
        [TOKENS_MOVED]: ({ kind, account, amount }, at): void => {
          if (!isPegMovement(kind)) return;
          pass(at);
          supply += held.move(kind, account, amount);
        },
      },
      ended: (at): void => {
        if (!pegged) return;
        judge(latest);
        const due = owed(unpaid.values(), held);
        if (supply + due <= reserves) return;
        broken(`${due.toString()} satoshi were burned for and not paid, and there are ${reserves.toString()}`, at);
      },
    };
  },
};

/** What the federation has to pay: nothing to an account for as much as it is in debt. */
function owed(unpaid: Iterable<{ readonly account: PartyId; readonly amount: bigint }>, held: PeggedBalances): bigint {
  const claims = new Map<PartyId, bigint>();
  for (const { account, amount } of unpaid) claims.set(account, (claims.get(account) ?? 0n) + amount);
  let sum = 0n;
  for (const [account, claim] of claims) {
    const debt = held.of(account) < 0n ? -held.of(account) : 0n;
    if (claim > debt) sum += claim - debt;
  }
  return sum;
}
