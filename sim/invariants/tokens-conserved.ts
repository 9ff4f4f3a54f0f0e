// Books of our own over the movements of tokens: accounts, and the escrow of each task.

import type { Amount, Instant, PartyId, TaskId } from '../../core/foundation/index.ts';
import { clientOf } from '../../core/foundation/index.ts';
import { TASK_SUBMITTED, TOKENS_MOVED } from '../../core/protocol/index.ts';
import { Balances } from './balances.ts';
import { describeTask } from './describe.ts';
import type { Broken, InvariantDefinition, InvariantFold } from './invariant.ts';
import { isOfStakes, Stakes } from './stakes.ts';
import { TaskColumn } from './task-column.ts';

export const tokensConserved: InvariantDefinition = {
  name: 'tokens-conserved',
  statement:
    'No account spends what it has not got; a budget goes into escrow once, no more than its client offered, and leaves it once, whole: to the winner and the treasury, what is left of it and every refund back to the client; at the end escrow is empty. No stake loses more than it holds, no more is awarded than was lost, and what is left of a stake is returned once, after it was asked for.',
  create: (broken) => new Books(broken),
};

/**
 * What a task's escrow has been: emptied, or from 1 on the number of the amount that is in it; before that, from -2 down,
 * OFFERED less the number of what its client offers.
 */
const EMPTIED = -1;
const OFFERED = -1;

class Books implements InvariantFold {
  readonly on: InvariantFold['on'];
  private readonly broken: Broken;
  private readonly balances = new Balances();
  private readonly stakes: Stakes;
  private readonly escrow = new TaskColumn(32);
  /** Workloads have few budgets: each amount is numbered when it is first put, from 1. */
  private readonly amounts: Amount[] = [0n as Amount];
  private readonly numbers = new Map<Amount, number>();
  private latest = 0;
  /** Tasks whose winner was paid, while something is left in escrow. */
  private readonly divided = new Map<TaskId, { readonly whole: bigint; left: bigint }>();

  constructor(broken: Broken) {
    this.broken = broken;
    this.stakes = new Stakes(broken, this.balances);
    this.on = {
      [TASK_SUBMITTED]: ({ task, budget }, at): void => {
        this.escrow.swap(task, OFFERED - this.numberOf(budget, task, at));
      },
      [TOKENS_MOVED]: ({ kind, task, account, amount }, at): void => {
        if (kind === 'put') this.put(task, account, amount, at);
        else if (kind === 'grant' || kind === 'mint') this.grant(account, amount, at);
        else if (kind === 'burn') this.burn(account, amount, at);
        else if (kind === 'reverse') this.balances.add(account, amount, -1);
        else if (isOfStakes(kind)) this.stakes[kind](account, amount, at);
        else if (kind === 'fee' || kind === 'change') this.takeRest(kind, task, account, amount, at);
        else this.takeOut(kind, task, account, amount, at);
      },
    };
  }

  ended(at: Instant): void {
    for (const [task, { left }] of this.divided) {
      this.broken(`at the end ${describeTask(task)} still has ${left.toString()} minor units in escrow`, at);
    }
    const task = this.escrow.find((value) => value > 0);
    if (task === undefined) return;
    const amount = this.amounts[this.escrow.get(task)]!.toString();
    this.broken(`at the end ${describeTask(task)} still has ${amount} minor units in escrow`, at);
  }

  private grant(account: PartyId, amount: Amount, at: Instant): void {
    if (amount < 0n) this.broken(`account ${account} was granted ${amount.toString()}`, at);
    this.balances.add(account, amount, 1);
  }

  private put(task: TaskId, account: PartyId, amount: Amount, at: Instant): void {
    const before = this.escrow.swap(task, this.numberOf(amount, task, at));
    if (before > 0 || before === EMPTIED) this.broken(`${describeTask(task)} put its budget into escrow again`, at);
    else if (before < 0 && amount > this.amounts[OFFERED - before]!) {
      this.broken(`${describeTask(task)} put ${amount.toString()} into escrow, more than its client offers`, at);
    }
    if (this.balances.add(account, amount, -1)) return;
    this.broken(`account ${account} put ${amount.toString()} into escrow, more than it has`, at);
  }

  private takeOut(kind: 'release' | 'refund', task: TaskId, account: PartyId, amount: Amount, at: Instant): void {
    const number = this.escrow.swap(task, EMPTIED);
    this.balances.add(account, amount, 1);
    if (number <= 0) {
      this.broken(`a ${kind} for ${describeTask(task)}, which has nothing in escrow`, at);
    } else if (this.amounts[number] !== amount) {
      const whole = this.amounts[number]!;
      if (kind === 'release' && amount < whole) this.divided.set(task, { whole, left: whole - amount });
      else this.tooMuch(kind, task, amount, whole, at);
    }
    if (kind === 'refund' && account !== clientOf(task)) {
      this.broken(`a refund for ${describeTask(task)} went to account ${account}`, at);
    }
  }

  private tooMuch(kind: string, task: TaskId, amount: Amount, whole: bigint, at: Instant): void {
    const moved = `${amount.toString()} of ${whole.toString()}`;
    this.broken(`a ${kind} for ${describeTask(task)} moved ${moved} minor units in escrow`, at);
  }

  private takeRest(kind: 'fee' | 'change', task: TaskId, account: PartyId, amount: Amount, at: Instant): void {
    const divided = this.divided.get(task);
    if (kind === 'change') {
      this.balances.add(account, amount, 1);
      if (account !== clientOf(task)) this.broken(`change of ${describeTask(task)} went to account ${account}`, at);
    }
    if (divided === undefined) this.broken(`a ${kind} for ${describeTask(task)}, which has nothing left in escrow`, at);
    else if (divided.left < amount) this.tooMuch(kind, task, amount, divided.whole, at);
    else if (divided.left === amount) this.divided.delete(task);
    else divided.left -= amount;
  }

  private burn(account: PartyId, amount: Amount, at: Instant): void {
    if (this.balances.add(account, amount, -1)) return;
    this.broken(`account ${account} burned ${amount.toString()}, more than it has`, at);
  }

  private numberOf(amount: Amount, task: TaskId, at: Instant): number {
    if (this.amounts[this.latest] === amount && this.latest > 0) return this.latest;
    if (amount < 0n) this.broken(`${describeTask(task)} put ${amount.toString()} into escrow`, at);
    let number = this.numbers.get(amount);
    if (number === undefined) {
      number = this.amounts.push(amount) - 1;
      this.numbers.set(amount, number);
    }
    this.latest = number;
    return number;
  }
}
