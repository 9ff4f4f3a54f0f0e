// The party that writes the mesh's commitments into Bitcoin. Each anchor spends the change of the one before, so that
// two conflicting histories cannot both be in the chain. An anchor is pending, broadcast, seen, final; a
// reorganisation sends it back, and it is broadcast again.

import type { Duration, PartyId } from '../foundation/index.ts';
import { bytesOfHex, later } from '../foundation/index.ts';
import type { EpochMessage, Host, Message, Party } from '../protocol/index.ts';
import {
  ANCHOR_BROADCAST,
  ANCHOR_COMMITTED,
  ANCHOR_FINAL,
  ANCHOR_REORGED,
  ANCHOR_SEEN,
  SETTLEMENT_HALTED,
} from '../protocol/index.ts';
import { AnchorBuilder, type Anchored, type AnchorForm } from './anchor-builder.ts';
import { type AnchorProof, FINAL_DEPTH } from './anchor-proof.ts';
import type * as adapter from './bitcoin.ts';
import type { Chain } from './chain.ts';
import { proveAnchor } from './prove-anchor.ts';
import type { Coin } from './transaction.ts';

const EPOCH = 0;
const TIP = 1;
/** Nodes relay no longer chains of unconfirmed transactions than 25. */
const UNCONFIRMED_MAX = 20;
const PROOFS_MAX = 5;

export interface AnchorerSettings {
  readonly coordinator: PartyId;
  readonly every: Duration;
  readonly form: AnchorForm;
  /** Blocks until an anchor is final. */
  readonly confirmations: number;
  /** Blocks that an anchor may wait for before it offers a higher fee. */
  readonly patience: number;
  /** What a fee aims at: the next so many blocks. */
  readonly target: number;
  /** Whether it keeps inclusion proofs of its first anchors. */
  readonly proofs: boolean;
}

export class Anchorer implements Party {
  /** Of the first anchors that became final. */
  readonly proofs: AnchorProof[] = [];
  private readonly host: Host;
  private readonly settings: AnchorerSettings;
  private readonly chain: Chain;
  private readonly builder: AnchorBuilder;
  /** By epoch: those that are not final, oldest first. */
  private open: Anchored[] = [];
  private lastFinal: Anchored | undefined;
  private awaited = 0;
  private finishing = false;
  private halted = false;
  private done: (() => void) | undefined;

  constructor(
    host: Host,
    settings: AnchorerSettings,
    chain: Chain,
    bitcoin: typeof adapter,
    key: adapter.Key,
    coin: Coin,
  ) {
    this.host = host;
    this.settings = settings;
    this.chain = chain;
    this.builder = new AnchorBuilder(bitcoin, chain, key, coin, settings.form);
  }

  start(): void {
    this.host.wakeAt(later(this.host.now(), this.settings.every), EPOCH, 0);
  }

  /** An input: the best chain has changed. It is taken up as an event of its own. */
  tipChanged(): void {
    this.host.wakeAt(this.host.now(), TIP, 0);
  }

  /** An input: no more will be settled. `done` is called once everything is final. */
  finish(done: () => void): void {
    this.finishing = true;
    this.done = done;
    this.ask();
  }

  wake(kind: number): void {
    if (kind === TIP) this.look();
    else if (!this.finishing) {
      this.ask();
      this.host.wakeAt(later(this.host.now(), this.settings.every), EPOCH, 0);
    }
  }

  receive(from: PartyId, message: Message): void {
    if (from !== this.settings.coordinator || message.type !== 'epoch') return;
    this.awaited--;
    if (message.leaves > 0) this.commit(message);
    this.endIfDone();
  }

  completed(): void {
    // It asks for no work of its host.
  }

  private ask(): void {
    this.awaited++;
    this.host.send(this.settings.coordinator, { type: 'close-epoch' });
  }

  private commit(message: EpochMessage): void {
    const { number, root, leaves } = message;
    this.host.record(ANCHOR_COMMITTED, { epoch: number, root, leaves });
    this.open.push({
      message,
      root: bytesOfHex(root)!,
      committed: this.host.now(),
      versions: [],
      seenAt: undefined,
      isLost: false,
      since: this.chain.tip().height,
    });
    this.publish();
  }

  /** Looks at what the chain says of every anchor that is not final. */
  private look(): void {
    if (this.halted || this.foundGone()) return;
    for (const anchor of this.open) this.observe(anchor);
    this.finalise();
    this.publish();
    this.raiseFee();
    this.endIfDone();
  }

  /** An anchor that was final is not in the chain any more: nothing that we said of it holds. */
  private foundGone(): boolean {
    const last = this.lastFinal;
    if (last === undefined || (this.chain.whereIs(last.versions.at(-1)!.transaction.id) ?? -1) >= 0) return false;
    this.halted = true;
    this.host.record(SETTLEMENT_HALTED, { epoch: last.message.number });
    this.endIfDone();
    return true;
  }

  private observe(anchor: Anchored): void {
    const found = anchor.versions.find(({ transaction }) => (this.chain.whereIs(transaction.id) ?? -1) >= 0);
    const { number: epoch } = anchor.message;
    if (found === undefined) {
      if (anchor.seenAt === undefined) return;
      anchor.seenAt = undefined;
      anchor.isLost = true;
      anchor.since = this.chain.tip().height;
      this.host.record(ANCHOR_REORGED, { epoch, txid: anchor.versions.at(-1)!.transaction.id });
      return;
    }
    // The version that got in counts, even if it was replaced: what follows must spend that one.
    anchor.versions = [...anchor.versions.filter((version) => version !== found), found];
    const height = this.chain.whereIs(found.transaction.id)!;
    const block = this.chain.blockAt(height)!;
    if (anchor.seenAt?.hash === block) return;
    if (anchor.seenAt !== undefined) this.host.record(ANCHOR_REORGED, { epoch, txid: found.transaction.id });
    anchor.seenAt = { height, hash: block };
    this.host.record(ANCHOR_SEEN, { epoch, txid: found.transaction.id, height });
  }

  private finalise(): void {
    const { confirmations } = this.settings;
    const tip = this.chain.tip().height;
    while (this.open[0]?.seenAt !== undefined && tip - this.open[0].seenAt.height + 1 >= confirmations) {
      const anchor = this.open.shift()!;
      const { transaction, spends, fee } = anchor.versions.at(-1)!;
      const { number: epoch, root, leaves } = anchor.message;
      const { height } = anchor.seenAt!;
      const { committed } = anchor;
      this.lastFinal = anchor;
      this.builder.settle(anchor);
      this.host.record(ANCHOR_FINAL, { epoch, root, txid: transaction.id, spends, height, fee, leaves, committed });
      if (this.settings.proofs && this.proofs.length < PROOFS_MAX && confirmations >= FINAL_DEPTH) {
        this.proofs.push(proveAnchor(anchor, this.chain, this.builder));
      }
    }
  }

  /** Every anchor that nobody has is built, if it must be, and broadcast, oldest first. */
  private publish(): void {
    if (this.halted) return;
    let unconfirmed = 0;
    for (const [at, anchor] of this.open.entries()) {
      if (anchor.seenAt !== undefined) continue;
      if (++unconfirmed > UNCONFIRMED_MAX) return;
      const coin = this.builder.coinFor(this.open, at);
      const latest = anchor.versions.at(-1);
      const fits = latest !== undefined && latest.spends === `${coin.txid}:${coin.vout}`;
      if (fits && !anchor.isLost && this.chain.whereIs(latest.transaction.id) !== undefined) continue;
      if (!fits) {
        const built = this.builder.build(anchor, coin, this.chain.feeRate(this.settings.target));
        if (built === undefined) return;
        anchor.versions.push(built);
      }
      if (!this.broadcast(anchor, latest !== undefined && !fits)) return;
    }
  }

  private broadcast(anchor: Anchored, replaces: boolean): boolean {
    const { transaction, spends, fee } = anchor.versions.at(-1)!;
    if (!this.chain.submit(transaction).accepted) return false;
    anchor.isLost = false;
    const { id: txid, vsize } = transaction;
    this.host.record(ANCHOR_BROADCAST, { epoch: anchor.message.number, txid, spends, fee, vsize, replaces });
    return true;
  }

  /**
   * The newest anchor is replaced by one that pays for all that wait with it: for itself it is a replacement, for the
   * others a child that pays for its parents.
   */
  private raiseFee(): void {
    const { patience } = this.settings;
    const waiting = this.open.filter(({ seenAt, versions }) => seenAt === undefined && versions.length > 0);
    const [oldest] = waiting;
    const newest = waiting.at(-1);
    if (oldest === undefined || newest === undefined || this.chain.tip().height - oldest.since < patience) return;
    const raised = this.builder.raise(
      newest,
      waiting,
      this.chain.feeRate(1),
      this.builder.coinFor(this.open, this.open.indexOf(newest)),
    );
    if (raised === undefined) return;
    newest.versions.push(raised);
    if (!this.broadcast(newest, true)) newest.versions.pop();
    for (const anchor of waiting) anchor.since = this.chain.tip().height;
  }

  private endIfDone(): void {
    if (!this.finishing || this.awaited > 0 || (this.open.length > 0 && !this.halted)) return;
    this.done?.();
    this.done = undefined;
  }
}
