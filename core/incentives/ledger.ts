// The token ledger: double entry in integer minor units. Every movement debits one account and credits another by the
// same amount, so the sum over all accounts is always zero: what was issued is what is held or in escrow.

import type { Amount, PartyId, TaskId } from '../foundation/index.ts';
import { assert, IdMap } from '../foundation/index.ts';

const ZERO = 0n as Amount;

export class Ledger {
  private readonly balances: Amount[] = [];
  private readonly escrows: IdMap<Amount> = new IdMap<Amount>();
  private inEscrow: bigint = 0n;
  private inIssue: bigint = 0n;

  balance(account: PartyId): Amount {
    return this.balances[account] ?? ZERO;
  }

  /** Everything ever issued. */
  get issued(): Amount {
    return this.inIssue as Amount;
  }

  /** Everything that is held for open tasks. */
  get escrowed(): Amount {
    return this.inEscrow as Amount;
  }

  escrowOf(task: TaskId): Amount | undefined {
    return this.escrows.get(task);
  }

  /** Issuance to account. */
  grant(account: PartyId, value: Amount): void {
    assert(value >= 0n, 'a grant is not negative', { account, value });
    this.inIssue += value;
    this.credit(account, value);
  }

  /** Account to escrow. False, and nothing moves, if the account holds less. */
  put(task: TaskId, account: PartyId, value: Amount): boolean {
    assert(value >= 0n, 'a budget is not negative', { task, value });
    const balance = this.balance(account);
    if (balance < value) return false;
    assert(!this.escrows.has(task), 'a task has one escrow', { task });
    this.balances[account] = (balance - value) as Amount;
    this.inEscrow += value;
    this.escrows.set(task, value);
    return true;
  }

  /** Escrow to account: to whoever earned it, or back to whoever paid. Once for each task. Returns the amount. */
  close(task: TaskId, account: PartyId): Amount {
    const value = this.escrows.get(task);
    assert(value !== undefined, 'an escrow is released or refunded once', { task });
    this.escrows.delete(task);
    this.inEscrow -= value;
    this.credit(account, value);
    return value;
  }

  /** Recomputes from every account that nothing was made or lost. */
  isConserved(): boolean {
    let held = 0n;
    this.balances.forEach((balance) => {
      held += balance;
    });
    let escrowed = 0n;
    this.escrows.forEach((value) => {
      escrowed += value;
    });
    return escrowed === this.inEscrow && held + escrowed === this.inIssue;
  }

  private credit(account: PartyId, value: Amount): void {
    this.balances[account] = (this.balance(account) + value) as Amount;
  }
}
