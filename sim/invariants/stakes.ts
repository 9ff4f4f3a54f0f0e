// What accounts have at stake, and what has been taken of it: awards come out of that alone.

import type { Amount, Instant, PartyId } from '../../core/foundation/index.ts';
import type { Balances } from './balances.ts';
import type { Broken } from './invariant.ts';

export class Stakes {
  private readonly broken: Broken;
  private readonly balances: Balances;
  private readonly staked = new Map<PartyId, bigint>();
  /** Lost, and not awarded. */
  private lost = 0n;

  constructor(broken: Broken, balances: Balances) {
    this.broken = broken;
    this.balances = balances;
  }

  bond(account: PartyId, amount: Amount, at: Instant): void {
    this.staked.set(account, (this.staked.get(account) ?? 0n) + amount);
    if (this.balances.add(account, amount, -1)) return;
    this.broken(`account ${account} bonded ${amount.toString()}, more than it has`, at);
  }

  slash(account: PartyId, amount: Amount, at: Instant): void {
    const staked = this.staked.get(account) ?? 0n;
    this.staked.set(account, staked - amount);
    this.lost += amount;
    if (amount <= staked) return;
    this.broken(`account ${account} lost ${amount.toString()} of a stake of ${staked.toString()}`, at);
  }

  award(account: PartyId, amount: Amount, at: Instant): void {
    this.balances.add(account, amount, 1);
    this.lost -= amount;
    if (this.lost < 0n) this.broken(`account ${account} was awarded ${amount.toString()} that nobody has lost`, at);
  }
}
