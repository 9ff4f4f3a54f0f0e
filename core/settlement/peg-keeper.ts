// Who proposes what leaves the federation: it batches payouts, gathers signatures, broadcasts, and offers more when
// blocks ask for more. It can withhold, but nothing it proposes is signed unless each signer has checked it.

import type { Amount, Duration, PartyId } from '../foundation/index.ts';
import { later, NO_TASK } from '../foundation/index.ts';
import type { Host, Message, Party, PegOut, PegSigned } from '../protocol/index.ts';
import { PEG_PAID, PEG_REQUESTED, TOKENS_MOVED } from '../protocol/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import type { Payout, PegBook } from './peg-book.ts';
import { type PegCoin, pegDigests, pegWitnesses, signingLeaf } from './peg-script.ts';
import { REPLACEABLE, type Transaction } from './transaction.ts';

const TIP = 0;
const BATCH = 1;
/** sat: below it nothing is worth a transaction of its own. */
const CHANGE_MIN = 1_000n;
const PAYOUTS_MAX = 50;
/** Virtual bytes of a batch: about. */
const OVERHEAD = 60;
const INPUT = 100;
const SIGNATURE = 17;
const OUTPUT = 43;
const MALICE_AMOUNT = 1_000n;

/** What a keeper tries that lies: each is refused by an honest signer. */
export type KeeperBehaviour = 'honest' | 'thief' | 'wrong-amount' | 'pays-twice';

export interface KeeperSettings {
  readonly functionaries: readonly PartyId[];
  readonly keys: readonly Uint8Array[];
  readonly every: Duration;
  /** Blocks until a payment is final. */
  readonly final: number;
  readonly behaviour: KeeperBehaviour;
  /** Where a thief wants it. */
  readonly loot: Uint8Array;
  /** Payouts after which it has done its work. */
  readonly expected: number;
}

interface Batch {
  readonly number: number;
  readonly raw: Uint8Array;
  readonly coins: readonly PegCoin[];
  readonly payouts: readonly Payout[];
  readonly signatures: Map<number, readonly Uint8Array[]>;
  readonly since: number;
  transaction: Transaction | undefined;
}

export class PegKeeper implements Party {
  private readonly host: Host;
  private readonly bitcoin: typeof adapter;
  private readonly chain: Chain;
  private readonly book: PegBook;
  private readonly settings: KeeperSettings;
  private batch: Batch | undefined;
  private numbers = 0;
  private lied = false;
  private finished = 0;
  private last: Payout | undefined;
  private done: (() => void) | undefined;

  constructor(host: Host, bitcoin: typeof adapter, chain: Chain, book: PegBook, settings: KeeperSettings) {
    this.host = host;
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.book = book;
    this.settings = settings;
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
    else if (message.type === 'peg-signed') this.gather(from, message);
  }

  private requested(account: PartyId, { id, amount, script }: PegOut): void {
    if (!this.book.burn({ id, account, amount, script, at: this.host.now() })) return;
    this.host.record(TOKENS_MOVED, { kind: 'burn', task: NO_TASK, account, amount: amount as Amount });
    this.host.record(PEG_REQUESTED, { id, amount: amount as Amount });
  }

  private look(): void {
    const { minted, reversed } = this.book.look();
    for (const { account, value } of reversed) this.moved('reverse', account, value);
    for (const { account, value } of minted) this.moved('mint', account, value);
    this.follow();
    this.endIfDone();
  }

  private moved(kind: 'mint' | 'reverse', account: PartyId, amount: Amount): void {
    this.host.record(TOKENS_MOVED, { kind, task: NO_TASK, account, amount });
  }

  /** What became of the batch that is out. */
  private follow(): void {
    const { batch } = this;
    if (batch?.transaction === undefined) return;
    const height = this.chain.whereIs(batch.transaction.id);
    const tip = this.chain.tip().height;
    if (height === undefined) this.chain.submit(batch.transaction);
    else if (height >= 0 && tip - height + 1 >= this.settings.final) this.close(batch, batch.transaction);
    else if (height < 0 && tip - batch.since >= 3) this.propose(batch);
  }

  private close(batch: Batch, { id: txid, outputs }: Transaction): void {
    this.batch = undefined;
    for (const { id, amount, at, script } of batch.payouts) {
      // A batch that was tampered with pays somebody else.
      if (!outputs.some((output) => Buffer.compare(output.script, script) === 0)) continue;
      this.book.paid(id);
      this.finished++;
      this.host.record(PEG_PAID, { id, amount: amount as Amount, txid, requested: at });
    }
    this.last = batch.payouts.at(-1) ?? this.last;
  }

  /** A batch of what waits; or, with one that is out, the same with a higher fee and the same inputs. */
  private propose(before?: Batch): void {
    const { rules } = this.book;
    const ready = before?.payouts ?? this.ready();
    const tip = this.chain.tip().height;
    const stale = this.book.spendable().some(({ height }) => tip - height >= rules.refresh);
    const tempting = this.settings.behaviour === 'thief' && (this.book.supply > 0n || ready.length > 0);
    if (ready.length === 0 && !stale && !tempting) return;
    const wanted = ready.reduce((sum, { amount }) => sum + amount, 0n) + CHANGE_MIN;
    const coins = before?.coins ?? this.choose(wanted, stale || tempting);
    if (coins === undefined) return;
    const draft = this.outputs(ready, coins, before === undefined ? 3 : 1);
    if (draft === undefined) return;
    const inputs = coins.map(({ txid, vout }) => ({ txid, vout, sequence: REPLACEABLE }));
    const raw = this.bitcoin.unsigned(inputs, draft.outputs);
    const number = this.numbers++;
    const old = before?.transaction;
    this.batch = { number, raw, coins, payouts: ready, signatures: new Map(), since: tip, transaction: old };
    for (const functionary of this.settings.functionaries) {
      this.host.send(functionary, { type: 'sign-peg', batch: number, raw, payouts: draft.ids });
    }
  }

  private ready(): readonly Payout[] {
    const { rules, payouts } = this.book;
    const now = this.host.now();
    return [...payouts.values()]
      .filter(({ amount, at }) => amount < rules.large || now - at >= rules.delay)
      .slice(0, PAYOUTS_MAX);
  }

  private choose(wanted: bigint, all: boolean): readonly PegCoin[] | undefined {
    const chosen: PegCoin[] = [];
    let sum = 0n;
    for (const coin of this.book.spendable()) {
      if (sum >= wanted && !all) break;
      chosen.push(coin);
      sum += coin.value;
    }
    return sum >= wanted ? chosen : undefined;
  }

  private outputs(payouts: readonly Payout[], coins: readonly PegCoin[], target: number) {
    const { threshold } = this.book.rules.federation;
    const size =
      OVERHEAD +
      coins.length * (INPUT + threshold * SIGNATURE + this.settings.keys.length * 9) +
      (payouts.length + 1) * OUTPUT;
    const fee = BigInt(Math.ceil(size * this.chain.feeRate(target)));
    const share = payouts.length === 0 ? 0n : (fee + BigInt(payouts.length) - 1n) / BigInt(payouts.length);
    const taken = coins.reduce((sum, { value }) => sum + value, 0n);
    const paid = payouts.reduce((sum, { amount }) => sum + amount, 0n);
    const change = { script: this.book.changeScript, value: payouts.length === 0 ? taken - fee : taken - paid };
    const honest = payouts.map(({ script, amount }) => ({ script, value: amount - share }));
    if (honest.some(({ value }) => value < CHANGE_MIN)) return undefined;
    return this.tempted({ outputs: [...honest, change], ids: payouts.map(({ id }) => id) }, taken);
  }

  /** Every other time, a keeper that lies proposes something else. */
  private tempted(
    draft: { outputs: { script: Uint8Array; value: bigint }[]; ids: number[] },
    taken: bigint,
  ): typeof draft {
    const { behaviour, loot } = this.settings;
    this.lied = !this.lied && behaviour !== 'honest';
    if (!this.lied) return draft;
    const { outputs, ids } = draft;
    if (behaviour === 'thief') return { outputs: [{ script: loot, value: taken - MALICE_AMOUNT * 100n }], ids: [] };
    const change = outputs.at(-1)!;
    if (behaviour === 'pays-twice' && this.last !== undefined) {
      const again = { script: this.last.script, value: this.last.amount };
      return {
        outputs: [...outputs.slice(0, -1), again, { ...change, value: change.value - again.value }],
        ids: [...ids, this.last.id],
      };
    }
    const [first, ...rest] = outputs;
    if (ids.length === 0) return draft;
    return {
      outputs: [
        { ...first!, value: first!.value + MALICE_AMOUNT },
        ...rest.slice(0, -1),
        { ...change, value: change.value - MALICE_AMOUNT },
      ],
      ids,
    };
  }

  private gather(from: PartyId, { batch: number, signatures }: PegSigned): void {
    const { batch } = this;
    const seat = this.settings.functionaries.indexOf(from);
    if (batch?.number !== number || seat < 0) return;
    const { federation } = this.book.rules;
    const leaf = signingLeaf(federation);
    const digests = pegDigests(this.bitcoin, batch.raw, batch.coins, leaf);
    const own = digests.map((_, at) => signatures.slice(64 * at, 64 * (at + 1)));
    if (!digests.every((digest, at) => this.bitcoin.verifyDigest(digest, own[at]!, this.settings.keys[seat]!))) return;
    if (batch.signatures.size >= federation.threshold) return;
    batch.signatures.set(seat, own);
    if (batch.signatures.size < federation.threshold) return;
    const bySeat = batch.coins.map((_, at) => federation.keys.map((__, key) => batch.signatures.get(key)?.[at]));
    const transaction = pegWitnesses(this.bitcoin, federation, batch.raw, batch.coins, leaf, bySeat);
    if (this.chain.submit(transaction).accepted) batch.transaction = transaction;
  }

  private endIfDone(): void {
    if (this.finished < this.settings.expected) return;
    this.done?.();
    this.done = undefined;
  }
}
