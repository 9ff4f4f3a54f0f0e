// What accounts have at stake, and what has been taken of it: awards come out of that alone.

import type { Amount, Instant, PartyId } from '../../core/foundation/index.ts';
import type { TokensMoved } from '../../core/protocol/index.ts';
import type { Balances } from './balances.ts';
import type { Broken } from './invariant.ts';

type StakeMovement = Extract<TokensMoved, 'bond' | 'slash' | 'award' | 'unbond' | 'withdraw'>;

const MOVEMENTS: readonly TokensMoved[] = ['bond', 'slash', 'award', 'unbond', 'withdraw'];

export const isOfStakes = (kind: TokensMoved): kind is StakeMovement => MOVEMENTS.includes(kind);

export class Stakes {
  private readonly broken: Broken;
  private readonly balances: Balances;
  private readonly staked = new Map<PartyId, bigint>();
  /** Asked back, and not returned. */
  private readonly asked = new Set<PartyId>();
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

  /** Everything, once. */
  unbond(account: PartyId, amount: Amount, at: Instant): void {
    const staked = this.staked.get(account) ?? 0n;
    if (this.asked.has(account)) this.broken(`account ${account} asked for its stake again`, at);
    else if (amount !== staked) {
      this.broken(`account ${account} asked for ${amount.toString()} of a stake of ${staked.toString()}`, at);
    }
    this.asked.add(account);
  }

  /** What is left of it, after it was asked for. */
  withdraw(account: PartyId, amount: Amount, at: Instant): void {
    const left = this.staked.get(account) ?? 0n;
    this.balances.add(account, amount, 1);
    this.staked.set(account, left - amount);
    if (!this.asked.delete(account)) this.broken(`account ${account} was given a stake that it has not asked for`, at);
    else if (amount !== left) {
      this.broken(`account ${account} was given ${amount.toString()} of a stake of ${left.toString()}`, at);
    }
  }

  award(account: PartyId, amount: Amount, at: Instant): void {
    this.balances.add(account, amount, 1);
    this.lost -= amount;
    if (this.lost < 0n) this.broken(`account ${account} was awarded ${amount.toString()} that nobody has lost`, at);
  }
}
