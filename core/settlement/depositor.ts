// Whoever brings bitcoin to the mesh and takes it away again.

import type { Duration, PartyId } from '../foundation/index.ts';
import { later } from '../foundation/index.ts';
import type { Host, Party } from '../protocol/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import type { Coin, Transaction } from './transaction.ts';

const DEPOSIT = 0;
const TIP = 1;
const FEE_BYTES = 200;

/**
 * `double-claim` asks for more than it has, and for the same twice. `takes-back` spends its coin otherwise as soon as a
 * reorganisation gives it back.
 */
export const DEPOSITOR_WAYS = ['double-claim', 'takes-back'] as const;
export type DepositorWay = (typeof DEPOSITOR_WAYS)[number];

export interface DepositorSettings {
  /** The keeper and all functionaries. */
  readonly federation: readonly PartyId[];
  readonly script: Uint8Array;
  readonly amount: bigint;
  readonly after: Duration;
  /** Blocks until it takes its tokens for credited. */
  readonly confirmations: number;
  /** How it cheats. */
  readonly ways: readonly DepositorWay[];
  /** The number of its first request. */
  readonly firstId: number;
}

export class Depositor implements Party {
  private readonly host: Host;
  private readonly bitcoin: typeof adapter;
  private readonly chain: Chain;
  private readonly key: adapter.Key;
  private readonly coin: Coin;
  private readonly settings: DepositorSettings;
  private deposit: Transaction | undefined;
  private asked = false;
  private confirmed = false;
  private taken = false;

  constructor(
    host: Host,
    bitcoin: typeof adapter,
    chain: Chain,
    key: adapter.Key,
    coin: Coin,
    settings: DepositorSettings,
  ) {
    this.host = host;
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.key = key;
    this.coin = coin;
    this.settings = settings;
  }

  start(): void {
    this.host.wakeAt(later(this.host.now(), this.settings.after), DEPOSIT, 0);
  }

  /** It has its coin back, and never had tokens for it: nobody owes it anything. */
  get isGone(): boolean {
    return this.taken && !this.asked;
  }

  tipChanged(): void {
    this.host.wakeAt(this.host.now(), TIP, 0);
  }

  receive(): void {
    // Nobody answers: it looks at the chain.
  }

  completed(): void {
    // It asks for no work of its host.
  }

  wake(kind: number): void {
    if (kind === DEPOSIT) this.bring();
    else if (this.deposit !== undefined) this.look(this.deposit);
  }

  private bring(): void {
    const { script, amount } = this.settings;
    const fee = this.fee();
    const change = { script: this.bitcoin.keyScript(this.key.publicKey), value: this.coin.value - amount - fee };
    this.deposit = this.bitcoin.spend([this.coin], [{ script, value: amount }, change], this.key);
    this.chain.submit(this.deposit);
  }

  private look(deposit: Transaction): void {
    const height = this.chain.whereIs(deposit.id);
    if (height !== undefined && height >= 0) this.confirmed = true;
    else if (this.takenBack(deposit)) return;
    if (height === undefined) this.chain.submit(deposit);
    if (this.asked || height === undefined || height < 0) return;
    if (this.chain.tip().height - height + 1 <= this.settings.confirmations) return;
    this.asked = true;
    this.claim();
  }

  private takenBack({ outputs }: Transaction): boolean {
    if (!this.settings.ways.includes('takes-back') || !this.confirmed) return false;
    const { coin, key } = this;
    // More than the deposit pays, so that it replaces that.
    const fee = this.fee() + (coin.value - outputs.reduce((sum, { value }) => sum + value, 0n)) * 2n;
    const own = { script: this.bitcoin.keyScript(key.publicKey), value: coin.value - fee };
    if (!this.chain.submit(this.bitcoin.spend([coin], [own], key)).accepted) return false;
    this.deposit = undefined;
    this.taken = true;
    return true;
  }

  private fee(): bigint {
    return BigInt(Math.ceil(FEE_BYTES * this.chain.feeRate(1) * 2));
  }

  private claim(): void {
    const { amount, ways, firstId } = this.settings;
    this.ask(firstId, amount);
    if (!ways.includes('double-claim')) return;
    this.ask(firstId, amount);
    this.ask(firstId + 1, amount);
  }

  private ask(id: number, amount: bigint): void {
    const script = this.bitcoin.keyScript(this.key.publicKey);
    for (const member of this.settings.federation) this.host.send(member, { type: 'peg-out', id, amount, script });
  }
}
