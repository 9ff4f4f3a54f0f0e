// Whoever brings bitcoin to the mesh and takes it away again.

import type { Duration, PartyId } from '../foundation/index.ts';
import { later } from '../foundation/index.ts';
import type { Host, Party } from '../protocol/index.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import { type Coin, DUST, type Transaction } from './transaction.ts';

const DEPOSIT = 0;
const TIP = 1;
const FEE_BYTES = 200;
/** For each coin but the first. */
const INPUT_BYTES = 58;

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
  private readonly coins: readonly Coin[];
  private readonly settings: DepositorSettings;
  private deposit: Transaction | undefined;
  private willing = false;
  /** The block that its claim rests on. */
  private asked: string | undefined;
  private confirmed = false;
  private taken = false;

  constructor(
    host: Host,
    bitcoin: typeof adapter,
    chain: Chain,
    key: adapter.Key,
    coins: readonly Coin[],
    settings: DepositorSettings,
  ) {
    this.host = host;
    this.bitcoin = bitcoin;
    this.chain = chain;
    this.key = key;
    this.coins = coins;
    this.settings = settings;
  }

  start(): void {
    this.host.wakeAt(later(this.host.now(), this.settings.after), DEPOSIT, 0);
  }

  /** It has its coin back: nobody owes it anything. */
  get isGone(): boolean {
    return this.taken;
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
    if (kind === DEPOSIT) this.willing = true;
    if (this.deposit !== undefined) this.look(this.deposit);
    else if (this.willing && !this.taken) this.bring();
  }

  /** If it can pay the fee; or else when fees have fallen. */
  private bring(): void {
    const { script, amount } = this.settings;
    const change = { script: this.ownScript, value: this.total - amount - this.fee() };
    if (change.value < DUST) return;
    this.deposit = this.bitcoin.spend(this.coins, [{ script, value: amount }, change], this.key);
    this.chain.submit(this.deposit);
  }

  private get ownScript(): Uint8Array {
    return this.bitcoin.keyScript(this.key.publicKey);
  }

  private get total(): bigint {
    return this.coins.reduce((sum, { value }) => sum + value, 0n);
  }

  private look(deposit: Transaction): void {
    const height = this.chain.whereIs(deposit.id);
    if (height !== undefined && height >= 0) this.confirmed = true;
    else if (this.takenBack(deposit)) return;
    if (height === undefined) this.chain.submit(deposit);
    if (height === undefined || height < 0) return;
    const block = this.chain.blockAt(height);
    if (this.asked === block || this.chain.tip().height - height + 1 <= this.settings.confirmations) return;
    this.asked = block;
    this.claim();
  }

  private takenBack({ outputs }: Transaction): boolean {
    if (!this.settings.ways.includes('takes-back') || !this.confirmed) return false;
    // More than the deposit pays, so that it replaces that.
    const fee = this.fee() + (this.total - outputs.reduce((sum, { value }) => sum + value, 0n)) * 2n;
    const own = { script: this.ownScript, value: this.total - fee };
    if (own.value < DUST || !this.chain.submit(this.bitcoin.spend(this.coins, [own], this.key)).accepted) return false;
    this.deposit = undefined;
    this.taken = true;
    return true;
  }

  private fee(): bigint {
    const bytes = FEE_BYTES + (this.coins.length - 1) * INPUT_BYTES;
    return BigInt(Math.ceil(bytes * this.chain.feeRate(1) * 2));
  }

  private claim(): void {
    const { amount, ways, firstId } = this.settings;
    this.ask(firstId, amount);
    if (!ways.includes('double-claim')) return;
    this.ask(firstId, amount);
    this.ask(firstId + 1, amount);
  }

  private ask(id: number, amount: bigint): void {
    const script = this.ownScript;
    for (const member of this.settings.federation) this.host.send(member, { type: 'peg-out', id, amount, script });
  }
}
