// A member of the peg federation. It signs only what it has checked by itself: that every payment was burned for, to
// the satoshi, once; that the rest stays with the federation; that what is left covers every token; that caps and
// delays are kept.

import type { PartyId } from '../foundation/index.ts';
import type { Host, Message, Party, SignPeg } from '../protocol/index.ts';
import { PEG_REFUSED } from '../protocol/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import type { PegBook } from './peg-book.ts';
import { type PegCoin, pegDigests, signingLeaf } from './peg-script.ts';
import { outpointOf, type Transaction } from './transaction.ts';

/** The most of a payout that may go to fees, satoshi. */
const FEE_MAX = 100_000n;

/** `silent` never answers; `colluding` signs whatever it is shown. */
export type FunctionaryBehaviour = 'honest' | 'silent' | 'colluding';

export interface Seat {
  readonly keeper: PartyId;
  readonly key: adapter.Key;
  readonly behaviour: FunctionaryBehaviour;
}

export class Functionary implements Party {
  private readonly host: Host;
  private readonly bitcoin: typeof adapter;
  private readonly chain: Chain;
  private readonly book: PegBook;
  private readonly seat: Seat;
  /** By payout: the inputs of what was signed for it. Only a replacement of that may be signed as well. */
  private readonly signed = new Map<number, string>();
  /** What was signed within the window of the cap. */
  private spent: { readonly at: number; readonly id: number; readonly amount: bigint }[] = [];

  constructor(host: Host, bitcoin: typeof adapter, chain: Chain, book: PegBook, seat: Seat) {
    this.host = host;
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.book = book;
    this.seat = seat;
  }

  start(): void {
    this.book.look();
  }

  /** An input: the best chain has changed. It is taken up as an event of its own. */
  tipChanged(): void {
    this.host.wakeAt(this.host.now(), 0, 0);
  }

  wake(): void {
    this.book.look();
  }

  completed(): void {
    // It asks for no work of its host.
  }

  receive(from: PartyId, message: Message): void {
    if (message.type === 'peg-out') {
      const { id, amount, script } = message;
      this.book.burn({ id, account: from, amount, script, at: this.host.now() });
    } else if (message.type === 'sign-peg' && from === this.seat.keeper) this.asked(from, message);
  }

  private asked(from: PartyId, message: SignPeg): void {
    const { behaviour, key } = this.seat;
    if (behaviour === 'silent') return;
    const transaction = this.bitcoin.parse(message.raw);
    if (transaction === undefined) return;
    const coins = this.coinsOf(transaction);
    const objection = behaviour === 'honest' ? this.objection(transaction, coins, message.payouts) : undefined;
    if (objection !== undefined || coins === undefined) {
      this.host.record(PEG_REFUSED, { batch: message.batch, why: objection ?? 'unknown-coin' });
      return;
    }
    if (behaviour === 'honest') this.remember(transaction, message.payouts);
    const digests = pegDigests(this.bitcoin, message.raw, coins, signingLeaf(this.book.rules.federation));
    const signatures = Buffer.concat(digests.map((digest) => this.bitcoin.signDigest(digest, key)));
    this.host.send(from, { type: 'peg-signed', batch: message.batch, signatures });
  }

  /** The coins that a transaction spends, if they are all the federation's, and may move. */
  private coinsOf({ inputs }: Transaction): readonly PegCoin[] | undefined {
    const own = new Map(this.book.spendable().map((coin) => [outpointOf(coin), coin]));
    const coins = inputs.flatMap((input) => own.get(outpointOf(input)) ?? []);
    return coins.length === inputs.length ? coins : undefined;
  }

  private objection(
    transaction: Transaction,
    coins: readonly PegCoin[] | undefined,
    ids: readonly number[],
  ): string | undefined {
    if (coins === undefined) return 'unknown-coin';
    if (new Set(ids).size !== ids.length || transaction.outputs.length !== ids.length + 1) return 'outputs-differ';
    let paid = 0n;
    for (const [at, id] of ids.entries()) {
      const why = this.objectionTo(id, transaction, at);
      if (why !== undefined) return why;
      paid += this.book.payouts.get(id)!.amount;
    }
    const change = transaction.outputs.at(-1)!;
    const taken = coins.reduce((sum, { value }) => sum + value, 0n);
    if (Buffer.compare(change.script, this.book.changeScript) !== 0) return 'change-leaves';
    // What is taken from payees for the fee is all that the fee may be; a mere refresh pays it from the float.
    const kept = ids.length === 0 ? taken - FEE_MAX : taken - paid;
    if (change.value < kept) return 'reserves-shrink';
    const reserves = this.book.coins().reduce((sum, { value }) => sum + value, 0n);
    if (reserves - (taken - change.value) < this.book.supply) return 'insolvent';
    return this.overCap(ids) ? 'over-cap' : undefined;
  }

  private objectionTo(id: number, { inputs, outputs }: Transaction, at: number): string | undefined {
    const { rules, payouts } = this.book;
    const payout = payouts.get(id);
    if (payout === undefined) return 'not-burned';
    const { value, script } = outputs[at]!;
    if (Buffer.compare(script, payout.script) !== 0) return 'other-payee';
    if (value > payout.amount || payout.amount - value > FEE_MAX) return 'other-amount';
    const before = this.signed.get(id);
    if (before !== undefined && before !== inputsOf(inputs)) return 'signed-before';
    return payout.amount >= rules.large && this.host.now() - payout.at < rules.delay ? 'too-early' : undefined;
  }

  private overCap(ids: readonly number[]): boolean {
    const { cap, window } = this.book.rules;
    const now = this.host.now();
    this.spent = this.spent.filter(({ at }) => now - at < window);
    const others = this.spent.filter(({ id }) => !ids.includes(id)).reduce((sum, { amount }) => sum + amount, 0n);
    return others + ids.reduce((sum, id) => sum + this.book.payouts.get(id)!.amount, 0n) > cap;
  }

  private remember({ inputs }: Transaction, ids: readonly number[]): void {
    for (const id of ids) {
      if (!this.signed.has(id)) this.spent.push({ at: this.host.now(), id, amount: this.book.payouts.get(id)!.amount });
      this.signed.set(id, inputsOf(inputs));
    }
  }
}

const inputsOf = (inputs: Transaction['inputs']): string => inputs.map(outpointOf).sort().join();
