// Balances of accounts, exact and without bigint arithmetic for each movement: two whole numbers an account, in
// units of 2^40 and of 1. Good for amounts below 2^93 minor units.

import type { Amount, PartyId } from '../../core/foundation/index.ts';
import { assert } from '../../core/foundation/index.ts';

const UNIT = 1_099_511_627_776; // 2^40
const UNITS = 40n;

export class Balances {
  private accounts: Float64Array = new Float64Array(64);
  // Most movements are of the same few amounts: the one seen last is kept, split.
  private amount = 0n;
  private high = 0;
  private low = 0;

  /** Adds `sign` times the amount, and says whether the balance is still not negative. */
  add(account: PartyId, amount: Amount, sign: 1 | -1): boolean {
    if (amount !== this.amount) this.split(amount);
    const base = account * 2;
    if (base >= this.accounts.length) this.grow(base);
    const { accounts } = this;
    const low = accounts[base + 1]! + sign * this.low;
    const carry = Math.floor(low / UNIT);
    const high = accounts[base]! + sign * this.high + carry;
    accounts[base] = high;
    accounts[base + 1] = low - carry * UNIT;
    return high >= 0;
  }

  private split(amount: Amount): void {
    this.amount = amount;
    this.high = Number(amount >> UNITS);
    this.low = Number(amount & (BigInt(UNIT) - 1n));
    assert(Number.isSafeInteger(this.high), 'an amount is below 2^93 minor units', { amount });
  }

  private grow(base: number): void {
    const wider = new Float64Array(Math.max(base + 2, this.accounts.length * 2));
    wider.set(this.accounts);
    this.accounts = wider;
  }
}
