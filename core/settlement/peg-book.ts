// What a member of the federation knows by itself: deposits it has seen deep enough in its own chain, burns it was
// told of, and the tokens that follow from both, in a ledger of its own.

import type { Amount, Instant, PartyId } from '../foundation/index.ts';
import { Ledger, type Resting } from '../incentives/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import { OutputsSeen } from './outputs-seen.ts';
import { CHANGE, type Federation, floatScript, type PegCoin, pegScript } from './peg-script.ts';
import { outpointOf } from './transaction.ts';

export interface PegRules {
  readonly federation: Federation;
  /** Blocks until a deposit is credited. */
  readonly confirmations: number;
  /** The most that leaves within `window`, in satoshi. */
  readonly cap: bigint;
  readonly window: number;
  /** Amounts from here on wait for `delay`. */
  readonly large: bigint;
  readonly delay: number;
  /** Blocks after which a coin is moved, well before the emergency keys could. */
  readonly refresh: number;
}

/** Tokens that were burned for bitcoin to be paid to a script. */
export interface Payout {
  readonly id: number;
  readonly account: PartyId;
  readonly amount: bigint;
  readonly script: Uint8Array;
  readonly at: Instant;
  /** Of the chain, when it was asked for. */
  readonly height: number;
}

/** sat: below it nothing is worth an output of its own. */
export const CHANGE_MIN = 1_000n;
/** The most of a payout that may go to fees, satoshi. */
export const PAYOUT_FEE_MAX = 100_000n;

export class PegBook {
  readonly ledger: Ledger = new Ledger();
  readonly rules: PegRules;
  /** Burned and not paid for good, by number. */
  readonly payouts: Map<number, Payout> = new Map<number, Payout>();
  readonly changeScript: Uint8Array;
  private readonly chain: Chain;
  private readonly known = new Set<number>();
  private readonly seen: OutputsSeen;
  /** Deposits in blocks below are credited. */
  private credited = 0;
  private readonly deposits: readonly {
    readonly account: PartyId;
    readonly label: string;
    readonly script: Uint8Array;
  }[];

  constructor(bitcoin: typeof adapter, chain: Chain, rules: PegRules, depositors: readonly PartyId[]) {
    this.chain = chain;
    this.rules = rules;
    const { federation } = rules;
    this.changeScript = floatScript(bitcoin, federation);
    this.deposits = depositors.map((account) => {
      const label = `account ${account}`;
      return { account, label, script: pegScript(bitcoin, federation, label) };
    });
    this.seen = new OutputsSeen(chain);
  }

  depositScript(account: PartyId): Uint8Array | undefined {
    return this.deposits.find((deposit) => deposit.account === account)?.script;
  }

  /** Takes back what rests on blocks that are gone, then credits what is deep enough. */
  look(): { readonly minted: readonly Resting[]; readonly reversed: readonly Resting[] } {
    const gone = new Set(
      this.ledger
        .restingCredits()
        .flatMap(({ height, block }) => (this.chain.blockAt(height) === block ? [] : [block])),
    );
    const reversed = [...gone].flatMap((block) => this.ledger.reverse(block));
    const minted: Resting[] = [];
    const from = Math.min(this.seen.follow(), this.credited);
    this.credited = Math.max(0, this.chain.tip().height - this.rules.confirmations + 2);
    for (const { account, script } of this.deposits) {
      for (const { value, height, block, outpoint } of this.seen.to(script)) {
        if (height < from || height >= this.credited) continue;
        const credit = value as Amount;
        const rests = { height, block, outpoint };
        if (this.ledger.mint(account, credit, rests)) minted.push({ ...rests, account, value: credit });
      }
    }
    return { minted, reversed };
  }

  /** False if that number was used before, or the account holds less. */
  burn(asked: Payout): boolean {
    if (this.known.has(asked.id) || asked.amount <= 0n) return false;
    if (!this.ledger.burn(asked.account, asked.amount as Amount)) return false;
    this.owe(asked);
    return true;
  }

  /** Whatever was burned for it. */
  owe(asked: Payout): void {
    this.known.add(asked.id);
    this.payouts.set(asked.id, asked);
  }

  /** It is in the chain for good. */
  paid(id: number): void {
    const payout = this.payouts.get(id);
    if (payout === undefined) return;
    this.payouts.delete(id);
    this.ledger.paid(payout.amount as Amount);
  }

  /** What it burned for was taken back with the deposit that it came from: paying it would be at the cost of others. */
  isInDebt({ account }: Payout): boolean {
    return this.ledger.balance(account) < 0n;
  }

  get height(): number {
    return this.chain.tip().height;
  }

  /**
   * Whether a block since it was asked for pays it, whoever signed that. Two payouts of about as much to one script are
   * not told apart.
   */
  isPaidInChain({ amount, script, height }: Payout): boolean {
    const own = [this.changeScript, ...this.deposits.map((deposit) => deposit.script)];
    return this.seen.to(script).some(({ height: at, value, spends }) => {
      const fits = at >= height && value <= amount && amount - value <= PAYOUT_FEE_MAX;
      return fits && spends.some((outpoint) => this.seen.pays(outpoint, own));
    });
  }

  /** Whether all that may move has rested so long that the emergency keys can move it. */
  isAtRest(): boolean {
    const { emergencyAfter } = this.rules.federation;
    const tip = this.chain.tip().height;
    const coins = this.spendable();
    return coins.length > 0 && coins.every(({ height }) => tip + 1 - height >= emergencyAfter);
  }

  /** Confirmed coins of the federation, oldest first. */
  coins(): readonly (PegCoin & { readonly height: number })[] {
    const change = this.chain.coinsOf(this.changeScript).map((coin) => ({ ...coin, label: CHANGE }));
    const deposited = this.deposits.flatMap(({ label, script }) =>
      this.chain.coinsOf(script).map((coin) => ({ ...coin, label })),
    );
    return [...change, ...deposited].sort((a, b) => a.height - b.height || (outpointOf(a) < outpointOf(b) ? -1 : 1));
  }

  /** Those that may move: a deposit that moved before it was credited would never be. */
  spendable(): readonly (PegCoin & { readonly height: number })[] {
    const tip = this.chain.tip().height;
    return this.coins().filter(({ label, height }) => label === CHANGE || tip - height + 1 >= this.rules.confirmations);
  }

  /** Satoshi that are there for nobody: what fees of mere moves may come from. A batch needs some change. */
  get surplus(): bigint {
    return [...this.payouts.values()]
      .filter((payout) => !this.isInDebt(payout) && !this.isPaidInChain(payout))
      .reduce((left, { amount }) => left - amount, this.reserves - this.supply - CHANGE_MIN);
  }

  /** Satoshi, without deposits that are not credited yet. */
  get reserves(): bigint {
    return this.spendable().reduce((sum, { value }) => sum + value, 0n);
  }

  /** Whether a block has spent that, and is so deep that it counts. */
  isSpentForGood(outpoint: string): boolean {
    const height = this.seen.spentAt(outpoint);
    return height !== undefined && this.height - height + 1 >= this.rules.confirmations;
  }

  /** Tokens that anybody holds; those on their way out are not among them. */
  get supply(): bigint {
    return this.ledger
      .accounts()
      .reduce((sum, [account, value]) => (account >= 0 && value > 0n ? sum + value : sum), 0n);
  }
}
