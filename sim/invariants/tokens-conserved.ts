// Books of our own over the movements of tokens: accounts, and the escrow of each task.

import type { Amount, Instant, PartyId, TaskId } from '../../core/foundation/index.ts';
import { clientOf, IdMap } from '../../core/foundation/index.ts';
import { TOKENS_MOVED } from '../../core/protocol/index.ts';
import { Balances } from './balances.ts';
import { describeTask } from './describe.ts';
import type { Broken, InvariantDefinition, InvariantFold } from './invariant.ts';
import { TaskColumn } from './task-column.ts';

export const tokensConserved: InvariantDefinition = {
  name: 'tokens-conserved',
  statement:
    'No account spends what it has not got; a budget goes into escrow once and leaves it once, whole, to the winner or back to the client; at the end escrow is empty.',
  create: (broken) => new Books(broken),
};

class Books implements InvariantFold {
  readonly on: InvariantFold['on'];
  private readonly broken: Broken;
  private readonly balances = new Balances();
  private readonly escrow = new IdMap<Amount>();
  /** 1 once a task has put its budget into escrow. */
  private readonly opened = new TaskColumn(8);

  constructor(broken: Broken) {
    this.broken = broken;
    this.on = {
      [TOKENS_MOVED]: ({ kind, task, account, amount }, at): void => {
        if (amount < 0n) broken(`a ${kind} of ${amount.toString()} is negative`, at);
        if (kind === 'grant') this.balances.add(account, amount, 1);
        else if (kind === 'put') this.put(task, account, amount, at);
        else this.takeOut(kind, task, account, amount, at);
      },
    };
  }

  ended(at: Instant): void {
    let first = Infinity;
    this.escrow.forEach((_, task) => (first = Math.min(first, task)));
    if (first === Infinity) return;
    const amount = this.escrow.get(first)!.toString();
    this.broken(`at the end ${describeTask(first as TaskId)} still has ${amount} minor units in escrow`, at);
  }

  private put(task: TaskId, account: PartyId, amount: Amount, at: Instant): void {
    if (this.opened.get(task) !== 0) this.broken(`${describeTask(task)} put its budget into escrow again`, at);
    this.opened.set(task, 1);
    this.escrow.set(task, amount);
    if (this.balances.add(account, amount, -1)) return;
    this.broken(`account ${account} put ${amount.toString()} into escrow, more than it has`, at);
  }

  private takeOut(kind: string, task: TaskId, account: PartyId, amount: Amount, at: Instant): void {
    const held = this.escrow.get(task);
    this.escrow.delete(task);
    this.balances.add(account, amount, 1);
    if (held === undefined) {
      this.broken(`a ${kind} for ${describeTask(task)}, which has nothing in escrow`, at);
    } else if (held !== amount) {
      const moved = `${amount.toString()} of ${held.toString()}`;
      this.broken(`a ${kind} for ${describeTask(task)} moved ${moved} minor units in escrow`, at);
    }
    if (kind === 'refund' && account !== clientOf(task)) {
      this.broken(`a refund for ${describeTask(task)} went to account ${account}`, at);
    }
  }
}
