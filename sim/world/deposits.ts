// The truth about deposits: what each account has brought that is deep enough in the best chain to be credited.

import type { Amount, PartyId } from '../../core/foundation/index.ts';
import type { PegBook } from '../../core/settlement/index.ts';
import type { SimulatedChain } from './simulated-chain.ts';

interface Level {
  readonly hash: string;
  /** By account, in their order: all that blocks up to here have brought. */
  readonly totals: readonly bigint[];
}

export class Deposits {
  private readonly chain: SimulatedChain;
  private readonly accounts: readonly PartyId[];
  private readonly scripts: readonly Uint8Array[];
  private readonly confirmations: number;
  /** By height, as far as it was looked at. */
  private levels: Level[] = [];
  private told: readonly bigint[];

  constructor(chain: SimulatedChain, book: PegBook, accounts: readonly PartyId[], confirmations: number) {
    this.chain = chain;
    this.accounts = accounts;
    this.scripts = accounts.map((account) => book.depositScript(account)!);
    this.confirmations = confirmations;
    this.told = accounts.map(() => 0n);
  }

  /** What is different since it was last asked for. */
  changes(): readonly { readonly account: PartyId; readonly total: Amount }[] {
    while (this.levels.length > 0 && this.chain.blockAt(this.levels.length - 1) !== this.levels.at(-1)!.hash) {
      this.levels.pop();
    }
    const { height } = this.chain.tip();
    while (this.levels.length <= height) this.levels.push(this.level(this.levels.length));
    const totals = this.levels[height - this.confirmations + 1]?.totals ?? this.told;
    const changed = this.accounts.flatMap((account, at) =>
      totals[at] === this.told[at] ? [] : [{ account, total: totals[at] as Amount }],
    );
    this.told = totals;
    return changed;
  }

  private level(height: number): Level {
    const before = this.levels.at(-1)?.totals ?? this.told.map(() => 0n);
    const outputs = this.chain.transactionsAt(height).flatMap((transaction) => transaction.outputs);
    const brought = this.scripts.map((own) =>
      outputs.reduce((sum, { script, value }) => (Buffer.compare(script, own) === 0 ? sum + value : sum), 0n),
    );
    return { hash: this.chain.blockAt(height)!, totals: before.map((total, at) => total + brought[at]!) };
  }
}
