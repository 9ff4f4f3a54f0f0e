// What each account was minted, less what was taken back and what it burned. Below zero it is in debt: what it burned
// for rested on a deposit that is gone.

import type { Amount, PartyId } from '../../core/foundation/index.ts';
import type { TokensMoved } from '../../core/protocol/index.ts';

export type PegMovement = Extract<TokensMoved, 'mint' | 'reverse' | 'burn'>;

export const isPegMovement = (kind: TokensMoved): kind is PegMovement =>
  kind === 'mint' || kind === 'reverse' || kind === 'burn';

export class PeggedBalances {
  private readonly balances = new Map<PartyId, bigint>();

  of(account: PartyId): bigint {
    return this.balances.get(account) ?? 0n;
  }

  /** Returns by how much less or more the account holds than before; debts are not negative holdings. */
  move(kind: PegMovement, account: PartyId, amount: Amount): bigint {
    const before = this.of(account);
    const after = kind === 'mint' ? before + amount : before - amount;
    this.balances.set(account, after);
    return (after > 0n ? after : 0n) - (before > 0n ? before : 0n);
  }
}
