// What a member of the federation knows by itself: deposits it has seen deep enough in its own chain, burns it was
// told of, and the tokens that follow from both, in a ledger of its own.

import type { Amount, Instant, PartyId } from '../foundation/index.ts';
import { Ledger, type Resting } from '../incentives/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
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
  /** Of the chain, when it was burned for. */
  readonly height: number;
}

export type Requested = Omit<Payout, 'height'>;

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
    const tip = this.chain.tip().height;
    for (const { account, script } of this.deposits) {
      for (const coin of this.chain.coinsOf(script)) {
        if (tip - coin.height + 1 < this.rules.confirmations) continue;
        const value = coin.value as Amount;
        const rests = { height: coin.height, block: this.chain.blockAt(coin.height)!, outpoint: outpointOf(coin) };
        if (this.ledger.mint(account, value, rests)) minted.push({ ...rests, account, value });
      }
    }
    return { minted, reversed };
  }

  /** False if that number was used before, or the account holds less. */
  burn(asked: Requested): boolean {
    if (this.known.has(asked.id) || asked.amount <= 0n) return false;
    if (!this.ledger.burn(asked.account, asked.amount as Amount)) return false;
    this.owe(asked);
    return true;
  }

  /** Whatever was burned for it. */
  owe(asked: Requested): void {
    this.known.add(asked.id);
    this.payouts.set(asked.id, { ...asked, height: this.chain.tip().height });
  }

  /** It is in the chain for good. */
  paid(id: number): void {
    const payout = this.payouts.get(id);
    if (payout === undefined) return;
    this.payouts.delete(id);
    this.ledger.paid(payout.amount as Amount);
  }

  /** Whether a block since it was burned for pays it, whoever signed that. */
  isPaidInChain({ amount, script, height }: Payout): boolean {
    for (let at = height; at <= this.chain.tip().height; at++) {
      for (const { outputs } of this.chain.transactionsAt(at)) {
        const pays = outputs.some(
          ({ script: to, value }) =>
            Buffer.compare(to, script) === 0 && value <= amount && amount - value <= PAYOUT_FEE_MAX,
        );
        if (pays) return true;
      }
    }
    return false;
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

  /** Tokens that anybody holds; those on their way out are not among them. */
  get supply(): bigint {
    return this.ledger
      .accounts()
      .reduce((sum, [account, value]) => (account >= 0 && value > 0n ? sum + value : sum), 0n);
  }
}
