// The mempool of the simulated node: what it takes is valid, signed, standard and pays; a replacement pays more
// (BIP 125). Blocks take from it by what a package of a transaction and its unconfirmed parents pays.

import type { Bitcoin, Submission, Transaction } from '../../core/settlement/index.ts';
import { DUST, outpointOf, relativeLock } from '../../core/settlement/index.ts';
import type { ChainView } from './chain-view.ts';

/** sat/vB that a node relays at all, and that a replacement pays on top for its own bytes. */
const RELAY_MIN = 1n;
const COINBASE_MATURITY = 100;
const FAMILY_MAX = 25;
const EVICTED_MAX = 100;
const RETURN_SCRIPT_MAX = 83;
const DUST_V0 = 294n;
const SIZE_MAX = 100_000;

interface Waiting {
  readonly transaction: Transaction;
  readonly fee: bigint;
}

const refused = (reason: string): Submission => ({ accepted: false, reason });
type Spent = { readonly value: bigint; readonly script: Uint8Array };

export class Mempool {
  private readonly bitcoin: Bitcoin;
  private readonly view: ChainView;
  /** By id, in the order of arrival. */
  private readonly waiting = new Map<string, Waiting>();
  /** By outpoint: the id of what spends it. */
  private readonly spenders = new Map<string, string>();

  constructor(bitcoin: Bitcoin, view: ChainView) {
    this.bitcoin = bitcoin;
    this.view = view;
  }

  has(txid: string): boolean {
    return this.waiting.has(txid);
  }

  isSpent(outpoint: string): boolean {
    return this.spenders.has(outpoint);
  }

  submit(transaction: Transaction): Submission {
    if (this.waiting.has(transaction.id)) return { accepted: true };
    if (this.view.heightOf(transaction.id) !== undefined) return refused('it is confirmed already');
    const spent = this.spentBy(transaction);
    if (typeof spent === 'string') return refused(spent);
    const problem = standard(transaction) ?? this.scripts(transaction, spent);
    if (problem !== undefined) return refused(problem);
    const fee = sum(spent) - sum(transaction.outputs);
    if (fee < 0n) return refused('it pays out more than it takes in');
    if (fee < RELAY_MIN * BigInt(transaction.vsize)) return refused('it pays less than the least fee that is relayed');
    const evicted = this.replaced(transaction, fee);
    if (typeof evicted === 'string') return refused(evicted);
    for (const id of evicted) this.remove(id);
    if (this.ancestors(transaction).size >= FAMILY_MAX) return refused('too many unconfirmed ancestors');
    this.waiting.set(transaction.id, { transaction, fee });
    for (const input of transaction.inputs) this.spenders.set(outpointOf(input), transaction.id);
    return { accepted: true };
  }

  /** What the next block takes that asks for so many sat/vB: parents before children. */
  template(rate: number): { readonly transactions: readonly Transaction[]; readonly fees: bigint } {
    const chosen = new Map<string, Waiting>();
    for (const { transaction } of this.waiting.values()) {
      const family = [...this.ancestors(transaction), transaction.id].filter((id) => !chosen.has(id));
      const members = family.map((id) => this.waiting.get(id)!);
      const fees = members.reduce((total, { fee }) => total + fee, 0n);
      const size = members.reduce((total, member) => total + member.transaction.vsize, 0);
      if (Number(fees) < rate * size) continue;
      for (const member of members) chosen.set(member.transaction.id, member);
    }
    const list = [...this.waiting.values()].filter(({ transaction }) => chosen.has(transaction.id));
    return {
      transactions: list.map(({ transaction }) => transaction),
      fees: list.reduce((sum, { fee }) => sum + fee, 0n),
    };
  }

  /** A block was connected: what it confirms leaves, and what conflicts with it. */
  confirmed(transactions: readonly Transaction[]): void {
    for (const { id, inputs } of transactions) {
      this.take(id);
      for (const input of inputs) {
        const rival = this.spenders.get(outpointOf(input));
        if (rival !== undefined && rival !== id) for (const lost of this.descendants(rival)) this.remove(lost);
      }
    }
  }

  /** After a reorganisation: what was confirmed waits again, and everything is looked at anew. */
  returned(transactions: readonly Transaction[]): void {
    const before = [...this.waiting.values()].map(({ transaction }) => transaction);
    this.waiting.clear();
    this.spenders.clear();
    for (const transaction of [...transactions, ...before]) this.submit(transaction);
  }

  private spentBy({ inputs, version }: Transaction): readonly Spent[] | string {
    const next = this.view.tip.height + 1;
    const spent: Spent[] = [];
    for (const input of inputs) {
      const coin = this.view.coin(outpointOf(input));
      const lock = relativeLock(version, input.sequence);
      if (coin === undefined) {
        const parent = this.waiting.get(input.txid)?.transaction.outputs[input.vout];
        if (parent === undefined) return 'it spends what is not there';
        if (lock > 0) return 'it spends too early what is not confirmed';
        spent.push(parent);
        continue;
      }
      if (coin.coinbase && next - coin.height < COINBASE_MATURITY) return 'it spends a coinbase too early';
      if (next - coin.height < lock) return 'it spends too early (BIP 68)';
      spent.push(coin);
    }
    return spent;
  }

  private scripts(transaction: Transaction, spent: readonly Spent[]): string | undefined {
    for (let at = 0; at < spent.length; at++) {
      const problem = this.bitcoin.checkInput(transaction, at, spent);
      if (problem !== undefined) return `input ${at}: ${problem}`;
    }
    return undefined;
  }

  /** What has to leave for it, or why it may not replace that. */
  private replaced(transaction: Transaction, fee: bigint): ReadonlySet<string> | string {
    const rivals = new Set(transaction.inputs.flatMap((input) => this.spenders.get(outpointOf(input)) ?? []));
    const evicted = new Set([...rivals].flatMap((rival) => [...this.descendants(rival)]));
    if (evicted.size === 0) return evicted;
    if (evicted.size > EVICTED_MAX) return 'it would evict too many';
    if (transaction.inputs.some(({ txid }) => evicted.has(txid))) return 'it spends what it replaces';
    const rate = Number(fee) / transaction.vsize;
    for (const rival of rivals) {
      const { fee: before, transaction: old } = this.waiting.get(rival)!;
      if (rate <= Number(before) / old.vsize) return 'it does not pay a better rate than what it replaces';
    }
    const lost = [...evicted].reduce((total, id) => total + this.waiting.get(id)!.fee, 0n);
    if (fee < lost + RELAY_MIN * BigInt(transaction.vsize)) return 'it does not pay enough for what it replaces';
    return evicted;
  }

  private ancestors(transaction: Transaction, known: Set<string> = new Set()): Set<string> {
    for (const { txid } of transaction.inputs) {
      const parent = this.waiting.get(txid);
      if (parent === undefined || known.has(txid)) continue;
      known.add(txid);
      this.ancestors(parent.transaction, known);
    }
    return known;
  }

  private descendants(id: string, known: Set<string> = new Set()): Set<string> {
    if (known.has(id)) return known;
    known.add(id);
    const { outputs } = this.waiting.get(id)!.transaction;
    outputs.forEach((_, vout) => {
      const child = this.spenders.get(outpointOf({ txid: id, vout }));
      if (child !== undefined) this.descendants(child, known);
    });
    return known;
  }

  private take(id: string): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    for (const input of waiting.transaction.inputs) this.spenders.delete(outpointOf(input));
  }

  private remove(id: string): void {
    this.take(id);
  }
}

const sum = (outputs: readonly { readonly value: bigint }[]): bigint =>
  outputs.reduce((total, { value }) => total + value, 0n);

/** Outputs that nodes relay: witness programs above dust, and one short OP_RETURN. */
function standard({ outputs, version, inputs, vsize }: Transaction): string | undefined {
  if (vsize > SIZE_MAX) return 'it is too large';
  if (version < 1 || version > 2) return 'an unknown version';
  if (inputs.some(({ script }) => script.length > 0)) return 'a script where a witness belongs';
  let returns = 0;
  for (const { value, script } of outputs) {
    if (script[0] === 0x6a) {
      if (++returns > 1 || script.length > RETURN_SCRIPT_MAX) return 'more data than is relayed';
    } else if (script[0] === 0x51 && script.length === 34) {
      if (value < DUST) return 'an output is dust';
    } else if (script[0] === 0 && (script.length === 22 || script.length === 34)) {
      if (value < (script.length === 22 ? DUST_V0 : DUST)) return 'an output is dust';
    } else return 'an output of an unknown kind';
  }
  return undefined;
}
