// An honest member behind behaviours: they stand between it and its host, and change what it hears and says.

import type { Duration, Instant, PartyId, TimerHandle, WorkId } from '../../core/foundation/index.ts';
import { later } from '../../core/foundation/index.ts';
import type { Host, Message, Party, SignedMessage, WorkResult } from '../../core/protocol/index.ts';
import { Relay, signed } from '../../core/protocol/index.ts';
import type { MemberBehaviour } from './member-behaviour.ts';

/** A timer kind that honest members do not use. */
const KEPT_BACK = 15;

/** A behaviour, and when it is one. */
export interface MemberWorn {
  readonly behaviour: MemberBehaviour;
  readonly from: Instant;
  /** Infinity for never. */
  readonly until: Instant;
}

/** Of twins: which it is, and with whom it speaks. */
export interface Twin {
  readonly which: 0 | 1;
  readonly speaksWith: (party: PartyId) => boolean;
}

export class MemberDisguise extends Relay implements Party {
  private readonly worn: readonly MemberWorn[];
  private readonly twin: Twin | undefined;
  private party: Party | undefined;
  private readonly kept: Map<number, { readonly to: PartyId; readonly message: Message }> = new Map();
  private keys = 0;

  constructor(host: Host, worn: readonly MemberWorn[], twin?: Twin) {
    super(host);
    this.worn = worn;
    this.twin = twin;
  }

  wear(party: Party): this {
    this.party = party;
    return this;
  }

  // As the member sees its host

  override send(to: PartyId, honest: Message): void {
    if (this.twin?.speaksWith(to) === false) return;
    let message: Message | undefined = honest;
    let longest = 0;
    for (const { behaviour } of this.active()) {
      if (message === undefined) return;
      longest = Math.max(longest, behaviour.delays?.(message, this.now()) ?? 0);
      message = behaviour.says === undefined ? message : behaviour.says(message, to, this.now());
    }
    if (message === undefined) return;
    const said = this.signedAnew(message);
    if (longest === 0) this.host.send(to, said);
    else {
      this.kept.set(this.keys, { to, message: said });
      this.wakeAt(later(this.now(), longest as Duration), KEPT_BACK, this.keys++);
    }
  }

  /** Twins share the timers of one host. */
  override wakeAt(at: Instant, kind: number, key: number): TimerHandle {
    return this.host.wakeAt(at, kind, key * 2 + (this.twin?.which ?? 0));
  }

  private signedAnew(message: Message): Message {
    if ('ballot' in message) return { ...message, ballot: this.signedOnce(message.ballot) };
    return message.type === 'ballot' || message.type === 'view-change' ? this.signedOnce(message) : message;
  }

  private signedOnce<M extends SignedMessage>(message: M): M {
    return message.signature.length === 0 ? signed(this.host, message) : message;
  }

  // As the host sees the member

  start(recovered: readonly Uint8Array[]): void {
    this.party!.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    if (this.twin?.speaksWith(from) === false) return;
    if (this.active().every(({ behaviour }) => behaviour.hears?.(message, this.now()) ?? true)) {
      this.party!.receive(from, message);
    }
  }

  wake(kind: number, key: number): void {
    if (key % 2 !== (this.twin?.which ?? 0)) return;
    const own = Math.floor(key / 2);
    if (kind === KEPT_BACK) this.release(own);
    else this.party!.wake(kind, own);
  }

  completed(work: WorkId, result: WorkResult): void {
    this.party!.completed(work, result);
  }

  private active(): readonly MemberWorn[] {
    const now = this.now();
    return this.worn.filter(({ from, until }) => now >= from && now < until);
  }

  private release(key: number): void {
    const { to, message } = this.kept.get(key)!;
    this.kept.delete(key);
    this.host.send(to, message);
  }
}

/** Two parties on one host. */
export class TwinParties implements Party {
  private readonly both: readonly Party[];

  constructor(both: readonly [Party, Party]) {
    this.both = both;
  }

  start(recovered: readonly Uint8Array[]): void {
    for (const one of this.both) one.start(recovered);
  }

  receive(from: PartyId, message: Message): void {
    for (const one of this.both) one.receive(from, message);
  }

  wake(kind: number, key: number): void {
    for (const one of this.both) one.wake(kind, key);
  }

  completed(work: WorkId, result: WorkResult): void {
    for (const one of this.both) one.completed(work, result);
  }
}
