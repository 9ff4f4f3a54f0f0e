// Who proposes what leaves the federation: it batches payouts, gathers signatures, broadcasts, and offers more when
// blocks ask for more. It can withhold, but nothing it proposes is signed unless each signer has checked it.

import type { Amount, Duration, PartyId } from '../foundation/index.ts';
import { later, NO_TASK } from '../foundation/index.ts';
import type { Host, Message, Party, PegOut, PegSigned, RescueSigned } from '../protocol/index.ts';
import { PEG_PAID, PEG_REQUESTED, TOKENS_MOVED } from '../protocol/index.ts';
import { type Batch, BatchBuilder } from './batch.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import { type Draft, type KeeperWay, tampered } from './keeper-lies.ts';
import { Outflow } from './outflow.ts';
import type { Payout, PegBook } from './peg-book.ts';
import type { PegCoin } from './peg-script.ts';
import type { Transaction } from './transaction.ts';

const TIP = 0;
const BATCH = 1;
const PAYOUTS_MAX = 50;
/** Blocks that a batch waits for before its fee is raised, or it is made anew. */
const PATIENCE = 3;

export interface KeeperSettings {
  readonly functionaries: readonly PartyId[];
  /** Those who have the emergency keys, in the order of these; empty if they are asleep. */
  readonly holders: readonly PartyId[];
  readonly every: Duration;
  /** Blocks until a payment is final. */
  readonly final: number;
  /** How it lies, in turn; every other proposal is honest. */
  readonly ways: readonly KeeperWay[];
  /** Where a thief wants it. */
  readonly loot: Uint8Array;
  /** Whom it has to pay until it has done its work. */
  readonly expected: () => readonly PartyId[];
}

export class PegKeeper implements Party {
  private readonly host: Host;
  private readonly chain: Chain;
  private readonly book: PegBook;
  private readonly settings: KeeperSettings;
  private readonly builder: BatchBuilder;
  private readonly outflow: Outflow;
  private batch: Batch | undefined;
  private proposals = 0;
  /** Proposals since the last that was signed. */
  private unanswered = 0;
  private readonly finished = new Set<PartyId>();
  private last: Payout | undefined;
  private done: (() => void) | undefined;

  constructor(host: Host, bitcoin: typeof adapter, chain: Chain, book: PegBook, settings: KeeperSettings) {
    this.host = host;
    this.chain = chain;
    this.book = book;
    this.settings = settings;
    this.builder = new BatchBuilder(bitcoin, chain, book);
    this.outflow = new Outflow(book.rules);
  }

  start(): void {
    this.host.wakeAt(later(this.host.now(), this.settings.every), BATCH, 0);
  }

  tipChanged(): void {
    this.host.wakeAt(this.host.now(), TIP, 0);
  }

  finish(done: () => void): void {
    this.done = done;
    this.endIfDone();
  }

  completed(): void {
    // It asks for no work of its host.
  }

  wake(kind: number): void {
    if (kind === TIP) this.look();
    else {
      if (this.batch?.transaction === undefined) this.propose();
      this.host.wakeAt(later(this.host.now(), this.settings.every), BATCH, 0);
    }
  }

  receive(from: PartyId, message: Message): void {
    if (message.type === 'peg-out') this.requested(from, message);
    else if (message.type === 'peg-signed' || message.type === 'rescue-signed') this.gather(from, message);
  }

  private requested(account: PartyId, { id, amount, script }: PegOut): void {
    const asked = { id, account, amount, script, at: this.host.now(), height: this.book.height };
    if (!this.book.burn(asked)) {
      if (!this.lies('pays-unburned')) return;
      this.book.owe(asked);
    }
    this.moved('burn', account, amount as Amount);
    this.host.record(PEG_REQUESTED, { id, account, amount: amount as Amount });
  }

  private look(): void {
    const { minted, reversed } = this.book.look();
    for (const { account, value } of reversed) this.moved('reverse', account, value);
    for (const { account, value } of minted) {
      this.moved('mint', account, value);
      if (this.lies('mints-twice')) this.moved('mint', account, value);
    }
    this.follow();
    this.endIfDone();
  }

  private lies(way: KeeperWay): boolean {
    return this.settings.ways.includes(way);
  }

  private moved(kind: 'mint' | 'reverse' | 'burn', account: PartyId, amount: Amount): void {
    this.host.record(TOKENS_MOVED, { kind, task: NO_TASK, account, amount });
  }

  /** What became of the batch that is out. */
  private follow(): void {
    const { batch } = this;
    if (batch?.transaction === undefined) return;
    const height = this.chain.whereIs(batch.transaction.id);
    const tip = this.chain.tip().height;
    if (height === undefined) {
      if (this.chain.submit(batch.transaction).accepted) return;
      if (!this.builder.isSpendable(batch)) this.batch = undefined;
      else if (tip - batch.since >= PATIENCE) batch.transaction = undefined;
    } else if (height >= 0 && tip - height + 1 >= this.settings.final) this.close(batch, batch.transaction);
    else if (height < 0 && tip - batch.since >= PATIENCE) this.propose(batch);
  }

  private close(batch: Batch, { id: txid, outputs }: Transaction): void {
    this.batch = undefined;
    for (const { id, account, amount, at, script } of batch.payouts) {
      // A batch that was tampered with pays somebody else.
      if (!outputs.some((output) => Buffer.compare(output.script, script) === 0)) continue;
      this.book.paid(id);
      this.finished.add(account);
      this.host.record(PEG_PAID, { id, amount: amount as Amount, txid, requested: at });
    }
    this.last = batch.payouts.at(-1) ?? this.last;
  }

  /**
   * A batch of what waits; or, with one that is out, the same with a higher fee and the same inputs. One that was not
   * signed by enough is proposed again with the same inputs: whoever has signed it signs for its payouts only what
   * conflicts with it. Every other time with one of its payouts alone: it may be one of them that is refused.
   */
  private propose(out?: Batch): void {
    const rescue = out?.rescue ?? (this.settings.holders.length > 0 && this.book.isAtRest());
    const again = out ?? this.unsigned(rescue);
    const payouts = out?.payouts ?? this.someOf(again?.waiting.filter(this.isBacked) ?? this.ready());
    const stale = rescue || this.builder.isStale();
    const tempting = this.lies('thief') && (this.book.supply > 0n || payouts.length > 0);
    if (payouts.length === 0 && !stale && !tempting) return;
    const coins = again?.coins ?? this.builder.choose(payouts, stale || tempting);
    const honest = coins && this.builder.draft(payouts, coins, out === undefined ? 3 : 1);
    if (coins === undefined || honest === undefined) return;
    const number = this.proposals++;
    const lie = this.lie(number, honest, coins);
    if (lie === undefined && payouts.length === 0 && !(stale && this.affords(honest, coins))) return;
    const draft = lie ?? honest;
    this.batch = {
      ...{ number, coins, payouts, rescue, honest: lie === undefined },
      waiting: again?.waiting ?? payouts,
      raw: this.builder.unsigned(coins, draft, rescue),
      signatures: new Map(),
      since: this.chain.tip().height,
      transaction: out?.transaction,
    };
    for (const payout of payouts) this.outflow.add(payout, this.host.now());
    const type = rescue ? 'sign-rescue' : 'sign-peg';
    for (const signer of this.signers(rescue)) {
      this.host.send(signer, { type, batch: number, raw: this.batch.raw, payouts: [...draft.ids] });
    }
  }

  /** Whether a move that pays nobody leaves enough for everybody. */
  private affords({ outputs }: Draft, coins: readonly PegCoin[]): boolean {
    const taken = coins.reduce((sum, { value }) => sum + value, 0n);
    return taken - outputs.at(-1)!.value <= this.book.surplus;
  }

  /** Every other proposal, in one way after the other. */
  private lie(number: number, honest: Draft, coins: readonly PegCoin[]): Draft | undefined {
    const { ways, loot } = this.settings;
    const way = ways[Math.floor(number / 2) % ways.length];
    if (way === undefined || number % 2 === 1) return undefined;
    const taken = coins.reduce((sum, { value }) => sum + value, 0n);
    return tampered(way, honest, { taken, loot, last: this.last });
  }

  private readonly isBacked = (payout: Payout): boolean => !this.book.isInDebt(payout);

  private unsigned(rescue: boolean): Batch | undefined {
    const { batch } = this;
    const binding = batch?.transaction === undefined && batch?.waiting.some(this.isBacked) === true;
    const stands = binding && batch.honest && batch.rescue === rescue;
    return stands && this.builder.isSpendable(batch) ? batch : undefined;
  }

  private someOf(payouts: readonly Payout[]): readonly Payout[] {
    const alone = payouts[Math.floor(this.unanswered / 2) % payouts.length];
    return alone === undefined || this.unanswered++ % 2 === 0 ? payouts : [alone];
  }

  private signers(rescue: boolean): readonly PartyId[] {
    return rescue ? this.settings.holders : this.settings.functionaries;
  }

  /** What may go now, and is within the cap. */
  private ready(): readonly Payout[] {
    const { rules, payouts } = this.book;
    const now = this.host.now();
    const ripe = [...payouts.values()].filter(({ amount, at }) => amount < rules.large || now - at >= rules.delay);
    const due = ripe.filter(this.isBacked);
    let room = this.outflow.room(
      now,
      due.map(({ id }) => id),
    );
    const chosen: Payout[] = [];
    for (const payout of due) {
      if (payout.amount > room || chosen.length === PAYOUTS_MAX) continue;
      room -= payout.amount;
      chosen.push(payout);
    }
    return chosen;
  }

  private gather(from: PartyId, { type, batch: number, signatures }: PegSigned | RescueSigned): void {
    const { batch } = this;
    if (batch?.number !== number || batch.rescue !== (type === 'rescue-signed')) return;
    const seat = this.signers(batch.rescue).indexOf(from);
    const signed = seat < 0 ? undefined : this.builder.countersign(batch, seat, signatures);
    if (signed === undefined) return;
    // Where nobody answers, or it does not pay enough, it is shown again; unless there is one that it was to replace.
    if (!this.chain.submit(signed).accepted && batch.transaction !== undefined) return;
    batch.transaction = signed;
    this.unanswered = 0;
  }

  private endIfDone(): void {
    if (!this.settings.expected().every((account) => this.finished.has(account))) return;
    this.done?.();
    this.done = undefined;
  }
}
