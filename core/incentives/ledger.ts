// The token ledger: double entry in integer minor units. Every movement debits one account and credits another by the
// same amount, so the sum over all accounts is always zero: what was issued is what is held or in escrow.

import type { Amount, PartyId, TaskId } from '../foundation/index.ts';
import { IdMap, violated } from '../foundation/index.ts';

const ZERO = 0n as Amount;

export interface Escrow {
  readonly payer: PartyId;
  readonly value: Amount;
}

export class Ledger {
  private readonly balances: Amount[] = [];
  private readonly escrows: IdMap<Escrow> = new IdMap<Escrow>();
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
    let escrowed = 0n;
    this.escrows.forEach(({ value }) => {
      escrowed += value;
    });
    return escrowed as Amount;
  }

  escrowOf(task: TaskId): Amount | undefined {
    return this.escrows.get(task)?.value;
  }

  /** Issuance to account. */
  grant(account: PartyId, value: Amount): void {
    if (value < 0n) violated('a grant is not negative', { account, value });
    this.inIssue += value;
    this.credit(account, value);
  }

  /** Account to escrow. False, and nothing moves, if the account holds less. */
  put(task: TaskId, account: PartyId, value: Amount): boolean {
    if (value < 0n) violated('a budget is not negative', { task, value });
    const balance = this.balance(account);
    if (balance < value) return false;
    if (this.escrows.has(task)) violated('a task has one escrow', { task });
    this.balances[account] = (balance - value) as Amount;
    this.escrows.set(task, { payer: account, value });
    return true;
  }

  /** Escrow to account: the task was done, and this is who did it. Returns the amount. */
  release(task: TaskId, account: PartyId): Amount {
    const { value } = this.close(task);
    this.credit(account, value);
    return value;
  }

  /** Escrow back to whoever put it there. */
  refund(task: TaskId): Escrow {
    const escrow = this.close(task);
    this.credit(escrow.payer, escrow.value);
    return escrow;
  }

  /** Recomputes from every account that nothing was made or lost. */
  isConserved(): boolean {
    let held = 0n;
    this.balances.forEach((balance) => {
      held += balance;
    });
    return held + this.escrowed === this.inIssue;
  }

  private close(task: TaskId): Escrow {
    const escrow = this.escrows.get(task);
    if (escrow === undefined) violated('an escrow is released or refunded once', { task });
    this.escrows.delete(task);
    return escrow;
  }

  private credit(account: PartyId, value: Amount): void {
    this.balances[account] = (this.balance(account) + value) as Amount;
  }
}
