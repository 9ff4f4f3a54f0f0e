// A member of the peg federation. It signs only what it has checked by itself: that every payment was burned for, to
// the satoshi, once; that the rest stays with the federation; that what is left covers every token; that caps and
// delays are kept. Whoever has an emergency key checks the same, and that the federation is dead: nothing has moved.

import type { PartyId } from '../foundation/index.ts';
import type { Host, Message, Party, SignPeg, SignRescue } from '../protocol/index.ts';
import { PEG_REFUSED } from '../protocol/index.ts';
import type * as adapter from './bitcoin.ts';
import { Outflow } from './outflow.ts';
import { PAYOUT_FEE_MAX, type Payout, type PegBook } from './peg-book.ts';
import { emergencyLeaf, type PegCoin, pegDigests, signingLeaf } from './peg-script.ts';
import { outpointOf, type Transaction } from './transaction.ts';

/** `silent` never answers; `colluding` signs whatever it is shown. */
export type FunctionaryBehaviour = 'honest' | 'silent' | 'colluding';

export interface Seat {
  readonly keeper: PartyId;
  readonly key: adapter.Key;
  readonly behaviour: FunctionaryBehaviour;
  /** Whether the key is one of those for emergencies. */
  readonly emergency: boolean;
}

export class Functionary implements Party {
  private readonly host: Host;
  private readonly bitcoin: typeof adapter;
  private readonly book: PegBook;
  private readonly seat: Seat;
  /** By payout: the inputs of all that was signed for it. Only what excludes each of those may be signed as well. */
  private readonly signed = new Map<number, (readonly string[])[]>();
  private readonly outflow: Outflow;
  /**
   * What depositors asked for, by number. It is burned for when the keeper proposes to pay it: if somebody asks for more
   * than it has, or different members for different things, the order of the keeper decides, and nobody is stopped.
   */
  private readonly requests = new Map<number, Payout>();

  constructor(host: Host, bitcoin: typeof adapter, book: PegBook, seat: Seat) {
    this.host = host;
    this.bitcoin = bitcoin;
    this.book = book;
    this.seat = seat;
    this.outflow = new Outflow(book.rules);
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
    // Others have signed what this one was not asked about, or did not hear of.
    for (const asked of this.requests.values()) {
      if (!this.book.payouts.has(asked.id) && this.book.isPaidInChain(asked)) this.book.burn(asked);
    }
  }

  completed(): void {
    // It asks for no work of its host.
  }

  receive(from: PartyId, message: Message): void {
    if (message.type === 'peg-out') {
      const { id, amount, script } = message;
      const asked = { id, account: from, amount, script, at: this.host.now(), height: this.book.height };
      if (!this.requests.has(id)) this.requests.set(id, asked);
    } else if (message.type === this.question && from === this.seat.keeper) this.asked(from, message);
  }

  private get question(): 'sign-rescue' | 'sign-peg' {
    return this.seat.emergency ? 'sign-rescue' : 'sign-peg';
  }

  private asked(from: PartyId, message: SignPeg | SignRescue): void {
    const { behaviour, key, emergency } = this.seat;
    if (behaviour === 'silent') return;
    // The chain may have gone on before it was told: coins that are there now stand against tokens that are, too.
    this.book.look();
    const transaction = this.bitcoin.parse(message.raw);
    if (transaction === undefined) return;
    const coins = this.coinsOf(transaction);
    const objection = behaviour === 'honest' ? this.objection(transaction, coins, message.payouts) : undefined;
    if (objection !== undefined || coins === undefined) {
      this.host.record(PEG_REFUSED, { batch: message.batch, why: objection ?? 'unknown-coin', rescue: emergency });
      return;
    }
    if (behaviour === 'honest') this.remember(transaction, message.payouts);
    const leaf = (emergency ? emergencyLeaf : signingLeaf)(this.book.rules.federation);
    const digests = pegDigests(this.bitcoin, message.raw, coins, leaf);
    const signatures = Buffer.concat(digests.map((digest) => this.bitcoin.signDigest(digest, key)));
    this.host.send(from, { type: emergency ? 'rescue-signed' : 'peg-signed', batch: message.batch, signatures });
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
    if (this.seat.emergency && !this.book.isAtRest()) return 'not-at-rest';
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
    const kept = ids.length === 0 ? taken - PAYOUT_FEE_MAX : taken - paid;
    if (change.value < kept) return 'reserves-shrink';
    if (this.isUncovered(taken - change.value, ids)) return 'insolvent';
    return this.overCap(ids) ? 'over-cap' : undefined;
  }

  /** Whether what is left would not cover every token; and, where nobody is paid, whatever was burned as well. */
  private isUncovered(leaving: bigint, ids: readonly number[]): boolean {
    if (ids.length === 0) return leaving > this.book.surplus;
    return this.book.reserves - leaving < this.book.supply;
  }

  private objectionTo(id: number, { inputs, outputs }: Transaction, at: number): string | undefined {
    const { rules, payouts } = this.book;
    const asked = this.requests.get(id);
    if (asked !== undefined && !payouts.has(id)) this.book.burn(asked);
    const payout = payouts.get(id);
    if (payout === undefined) return 'not-burned';
    if (this.book.isInDebt(payout)) return 'in-debt';
    const { value, script } = outputs[at]!;
    if (Buffer.compare(script, payout.script) !== 0) return 'other-payee';
    if (value > payout.amount || payout.amount - value > PAYOUT_FEE_MAX) return 'other-amount';
    const own = new Set(inputs.map(outpointOf));
    const before = this.signed.get(id) ?? [];
    const excludes = (outpoint: string): boolean => own.has(outpoint) || this.book.isSpentForGood(outpoint);
    if (!before.every((spent) => spent.some(excludes))) return 'signed-before';
    if (this.book.isPaidInChain(payout)) return 'paid-before';
    return payout.amount >= rules.large && this.host.now() - payout.at < rules.delay ? 'too-early' : undefined;
  }

  private overCap(ids: readonly number[]): boolean {
    const wanted = ids.reduce((sum, id) => sum + this.book.payouts.get(id)!.amount, 0n);
    return wanted > this.outflow.room(this.host.now(), ids);
  }

  private remember({ inputs }: Transaction, ids: readonly number[]): void {
    const spent = inputs.map(outpointOf);
    for (const id of ids) {
      this.outflow.add(this.book.payouts.get(id)!, this.host.now());
      this.signed.set(id, [...(this.signed.get(id) ?? []), spent]);
    }
  }
}
