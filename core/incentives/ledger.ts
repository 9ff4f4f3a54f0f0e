// The token ledger: double entry in integer minor units. Every movement debits one account and credits another by the
// same amount, so the sum over all accounts is always zero: what was issued is what is held or in escrow.

import type { Amount, PartyId, TaskId } from '../foundation/index.ts';
import { IdMap, NO_TASK, violated } from '../foundation/index.ts';
import type { Account } from './accounts.ts';
import { accountOf, ESCROW, ISSUANCE, LEAVING, stakeOf, TREASURY, unbondingOf } from './accounts.ts';
import type { Entry, EntryKind, Rests } from './entry.ts';
import type { Journal } from './journal.ts';

const ZERO = 0n as Amount;

export interface Escrow {
  readonly payer: PartyId;
  readonly value: Amount;
}

/** How an escrow was divided when its task was done. */
export interface Division {
  readonly paid: Amount;
  /** What the network kept. */
  readonly fee: Amount;
  /** What went back to whoever had put it there. */
  readonly change: Amount;
  readonly payer: PartyId;
}

/** Tokens that rest on a Bitcoin block which may yet be reorganised away. */
export interface Resting extends Rests {
  readonly account: PartyId;
  readonly value: Amount;
}

export class Ledger {
  /** By party. */
  private readonly balances: Amount[] = [];
  /** Of accounts below zero: stakes, and those of the network. */
  private readonly others = new Map<Account, Amount>();
  private readonly escrows: IdMap<Escrow> = new IdMap<Escrow>();
  private journal: Journal | undefined;
  private held = 0n;
  private inEscrow = 0n;
  /** By outpoint, in the order in which they were minted. */
  private readonly resting = new Map<string, Resting>();
  /** Outpoints whose tokens no longer can be taken back. */
  private readonly firm = new Set<string>();

  /** Every entry is written there as it is made, from now on. */
  keepIn(journal: Journal): void {
    this.journal = journal;
  }

  balance(account: PartyId): Amount {
    return this.balances[account] ?? ZERO;
  }

  /** Of any account, a stake or the treasury as well. */
  balanceOf(account: Account): Amount {
    if (account >= 0) return this.balances[account] ?? ZERO;
    return account === ESCROW ? (this.inEscrow as Amount) : (this.others.get(account) ?? ZERO);
  }

  /** Everything that was issued and not burned. */
  get issued(): Amount {
    return (0n - (this.others.get(ISSUANCE) ?? 0n)) as Amount;
  }

  /** Everything that is held for open tasks. */
  get escrowed(): Amount {
    return this.inEscrow as Amount;
  }

  escrowOf(task: TaskId): Amount | undefined {
    return this.escrows.get(task)?.value;
  }

  /** Issuance to account. */
  grant(account: PartyId, value: Amount): void {
    if (value < 0n) violated('a grant is not negative', { account, value });
    this.post('grant', NO_TASK, ISSUANCE, accountOf(account), value);
  }

  /** Account to escrow. False, and nothing moves, if the account holds less. */
  put(task: TaskId, account: PartyId, value: Amount): boolean {
    if (value < 0n) violated('a budget is not negative', { task, value });
    if (this.balance(account) < value) return false;
    if (this.escrows.has(task)) violated('a task has one escrow', { task });
    this.post('put', task, accountOf(account), ESCROW, value);
    this.escrows.set(task, { payer: account, value });
    return true;
  }

  /** Escrow to account: the task was done, and this is who did it. Returns the amount. */
  release(task: TaskId, account: PartyId): Amount {
    const { value } = this.close(task);
    this.post('release', task, ESCROW, accountOf(account), value);
    return value;
  }

  /**
   * Escrow to account, treasury and back: the account gets `reward`, at most all there is, less a fee of
   * `feeMillionths`, rounded down; the rest returns to the payer.
   */
  divide(task: TaskId, account: PartyId, reward: Amount, feeMillionths: bigint): Division {
    if (reward < 0n) violated('a reward is not negative', { task, reward });
    const { payer, value } = this.close(task);
    const earned = reward < value ? reward : value;
    const fee = ((earned * feeMillionths) / 1_000_000n) as Amount;
    const paid = (earned - fee) as Amount;
    const change = (value - earned) as Amount;
    this.post('release', task, ESCROW, accountOf(account), paid);
    if (fee > 0n) this.post('fee', task, ESCROW, TREASURY, fee);
    if (change > 0n) this.post('change', task, ESCROW, accountOf(payer), change);
    return { paid, fee, change, payer };
  }

  /** Escrow back to whoever put it there. */
  refund(task: TaskId): Escrow {
    const escrow = this.close(task);
    this.post('refund', task, ESCROW, accountOf(escrow.payer), escrow.value);
    return escrow;
  }

  /** Between any two accounts but issuance and escrow. False, and nothing moves, if the debited one holds less. */
  move(kind: EntryKind, debit: Account, credit: Account, value: Amount, task: TaskId = NO_TASK): boolean {
    if (value < 0n) violated('a movement is not negative', { debit, credit, value });
    for (const account of [debit, credit]) {
      if (account === ISSUANCE || account === ESCROW) violated('issuance and escrow have rules of their own', { kind });
    }
    if (this.balanceOf(debit) < value) return false;
    this.post(kind, task, debit, credit, value);
    return true;
  }

  /** Account to stake. False, and nothing moves, if the account holds less. */
  bond(account: PartyId, value: Amount): boolean {
    return this.move('bond', accountOf(account), stakeOf(account), value);
  }

  /** All of a stake is asked back. It stays within reach of slashing until it is withdrawn. Returns how much that is. */
  unbond(account: PartyId): Amount {
    const value = this.balanceOf(stakeOf(account));
    if (value > 0n) this.move('unbond', stakeOf(account), unbondingOf(account), value);
    return value;
  }

  /** What is left of a stake that was asked back is its owner's again. Returns how much that is. */
  withdraw(account: PartyId): Amount {
    const value = this.balanceOf(unbondingOf(account));
    if (value > 0n) this.move('withdraw', unbondingOf(account), accountOf(account), value);
    return value;
  }

  /** At stake, whether it was asked back or not. */
  atStake(account: PartyId): Amount {
    return (this.balanceOf(stakeOf(account)) + this.balanceOf(unbondingOf(account))) as Amount;
  }

  /** Takes a part of what is at stake: of the stake first, then of what was asked back. */
  slash(account: PartyId, credit: Account, value: Amount, task: TaskId): void {
    const staked = this.balanceOf(stakeOf(account));
    const first = staked < value ? staked : value;
    if (this.atStake(account) < value) violated('no stake loses more than it holds', { account, value });
    if (first > 0n || value === 0n) this.move('slash', stakeOf(account), credit, first, task);
    if (first < value) this.move('slash', unbondingOf(account), credit, (value - first) as Amount, task);
  }

  /**
   * New tokens for bitcoin that arrived. False, and nothing moves, if that outpoint was minted before and its tokens
   * were not taken back.
   */
  mint(account: PartyId, value: Amount, rests: Rests): boolean {
    if (this.resting.has(rests.outpoint) || this.firm.has(rests.outpoint)) return false;
    this.post('mint', NO_TASK, ISSUANCE, accountOf(account), value, rests);
    this.resting.set(rests.outpoint, { ...rests, account, value });
    return true;
  }

  /**
   * A block is no more: every credit that rests on it is taken back, in the order in which they were made. An account
   * that has spent them is left in debt, and pays it from whatever comes next.
   */
  reverse(block: string): readonly Resting[] {
    const reversed = [...this.resting.values()].filter((credit) => credit.block === block);
    for (const { account, value, ...rests } of reversed) {
      this.post('reverse', NO_TASK, accountOf(account), ISSUANCE, value, rests);
      this.resting.delete(rests.outpoint);
    }
    return reversed;
  }

  /** Blocks up to this height are beyond any reorganisation that we survive. */
  confirm(height: number): void {
    for (const [outpoint, credit] of this.resting) {
      if (credit.height > height) continue;
      const { block } = credit;
      this.post('firm', NO_TASK, ISSUANCE, ISSUANCE, ZERO, { height: credit.height, block, outpoint });
      this.resting.delete(outpoint);
      this.firm.add(outpoint);
    }
  }

  /** Account to limbo: tokens that are on their way out. False, and nothing moves, if the account holds less. */
  burn(account: PartyId, value: Amount): boolean {
    return this.move('burn', accountOf(account), LEAVING, value);
  }

  /** What was burned has been paid out in bitcoin, finally. */
  paid(value: Amount): void {
    if (this.balanceOf(LEAVING) < value) violated('no more is paid out than was burned', { value });
    this.post('paid', NO_TASK, LEAVING, ISSUANCE, value);
  }

  /** Recomputes from every account that nothing was made or lost. */
  isConserved(): boolean {
    let sum = 0n;
    this.balances.forEach((balance) => {
      sum += balance;
    });
    this.others.forEach((balance, account) => {
      if (account !== ISSUANCE) sum += balance;
    });
    let escrowed = 0n;
    this.escrows.forEach(({ value }) => {
      escrowed += value;
    });
    return escrowed === this.inEscrow && sum + escrowed === this.issued && this.held === this.issued;
  }

  /** Every account that holds or owes something, in ascending order; escrow and issuance are no accounts of anybody. */
  accounts(): readonly (readonly [account: Account, balance: Amount])[] {
    const others = [...this.others].filter(([account, balance]) => account !== ISSUANCE && balance !== 0n);
    others.sort(([a], [b]) => a - b);
    const parties = this.balances.flatMap((balance, party): [Account, Amount][] =>
      balance === 0n ? [] : [[party as Account, balance]],
    );
    return [...others, ...parties];
  }

  /** Every open escrow, by ascending task. */
  openEscrows(): readonly (readonly [task: TaskId, escrow: Escrow])[] {
    const open: [TaskId, Escrow][] = [];
    this.escrows.forEach((escrow, task) => open.push([task as TaskId, escrow]));
    return open.sort(([a], [b]) => a - b);
  }

  /** By outpoint. */
  restingCredits(): readonly Resting[] {
    return [...this.resting.values()].sort((a, b) => (a.outpoint < b.outpoint ? -1 : 1));
  }

  /** Outpoints that were minted for good, in order. */
  firmOutpoints(): readonly string[] {
    return [...this.firm].sort();
  }

  /** Does again what a journal says was done. Throws AssertionFailure on an entry that breaks a rule of the ledger. */
  replay(entry: Entry): void {
    const { kind, task, debit, credit, value, rests } = entry;
    if (kind === 'put') {
      if (!this.put(task, debit as number as PartyId, value)) violated('an account pays what it has', { task, value });
      return;
    }
    if (debit === ESCROW) this.take(task, value);
    this.post(kind, task, debit, credit, value, rests);
    if (rests === undefined) return;
    if (kind === 'reverse') this.resting.delete(rests.outpoint);
    else if (kind === 'firm') {
      this.resting.delete(rests.outpoint);
      this.firm.add(rests.outpoint);
    } else this.resting.set(rests.outpoint, { ...rests, account: credit as number as PartyId, value });
  }

  /** For a snapshot: puts back a balance or an escrow as it was. */
  restore(account: Account, balance: Amount): void {
    if (account >= 0) this.balances[account] = balance;
    else this.others.set(account, balance);
    this.add(ISSUANCE, 0n - balance);
    this.held += balance;
  }

  restoreEscrow(task: TaskId, escrow: Escrow): void {
    this.escrows.set(task, escrow);
    this.inEscrow += escrow.value;
    this.add(ISSUANCE, 0n - escrow.value);
    this.held += escrow.value;
  }

  restoreResting(credit: Resting): void {
    this.resting.set(credit.outpoint, credit);
  }

  restoreFirm(outpoint: string): void {
    this.firm.add(outpoint);
  }

  /** The only place where balances change. */
  private post(kind: EntryKind, task: TaskId, debit: Account, credit: Account, value: Amount, rests?: Rests): void {
    const left = this.add(debit, 0n - value);
    this.add(credit, value);
    if (debit === ISSUANCE) this.held += value;
    if (credit === ISSUANCE) this.held -= value;
    if (left < 0n && debit !== ISSUANCE && kind !== 'reverse') {
      violated('no account spends what it has not got', { kind, debit, left });
    }
    if (this.held + (this.others.get(ISSUANCE) ?? 0n) !== 0n)
      violated('nothing is made or lost', { kind, debit, credit });
    if (this.journal === undefined) return;
    this.journal.append({ kind, task, debit, credit, value, ...(rests && { rests }) });
  }

  private add(account: Account, value: bigint): bigint {
    if (account >= 0) {
      const balance = (this.balances[account] ?? 0n) + value;
      this.balances[account] = balance as Amount;
      return balance;
    }
    if (account === ESCROW) {
      this.inEscrow += value;
      return this.inEscrow;
    }
    const balance = (this.others.get(account) ?? 0n) + value;
    this.others.set(account, balance as Amount);
    return balance;
  }

  private close(task: TaskId): Escrow {
    const escrow = this.escrows.get(task);
    if (escrow === undefined) violated('an escrow is released or refunded once', { task });
    this.escrows.delete(task);
    return escrow;
  }

  /** A part of an escrow leaves it; the escrow is gone with its last part. */
  private take(task: TaskId, value: Amount): void {
    const escrow = this.escrows.get(task);
    if (escrow === undefined || escrow.value < value) violated('no escrow pays more than it holds', { task, value });
    if (escrow.value === value) this.escrows.delete(task);
    else this.escrows.set(task, { payer: escrow.payer, value: (escrow.value - value) as Amount });
  }
}
