// Who is primary, and how a member has it replaced: the views of PBFT.

import type { Instant } from '../foundation/index.ts';
import type { Entry, Host, NewView, Proposal, ViewChange } from '../protocol/index.ts';
import { signed, UNSIGNED } from '../protocol/index.ts';
import type { Seat } from './application.ts';
import type { Evidence } from './evidence.ts';
import type { Order } from './order.ts';
import { quorumOf, someHonest } from './quorum.ts';
import { Changes } from './view-change.ts';

/** A view that is not made is given up after the patience, doubled so often at most. */
const DOUBLINGS = 6;

export class Succession {
  view = 0;
  /** False while this member wants another primary, and has none. */
  active = true;
  /** What made this view. */
  made: NewView | undefined;
  /** When this view, or the want of it, began. */
  since: Instant = 0 as Instant;
  private attempts = 0;
  private readonly host: Host;
  private readonly seat: Seat;
  private readonly changes: Changes;

  constructor(host: Host, seat: Seat, evidence: Evidence) {
    this.host = host;
    this.seat = seat;
    this.changes = new Changes(evidence);
  }

  get primary(): number {
    return this.view % this.seat.members.length;
  }

  /** Whether this member is the primary. */
  get leads(): boolean {
    return this.active && this.primary === this.seat.index;
  }

  /** How long to wait for what must happen. */
  get patience(): number {
    return this.seat.patience * (1 << Math.min(this.attempts, DOUBLINGS));
  }

  progressed(): void {
    this.attempts = 0;
  }

  /** The view to want after this one has failed: alone it does not run ahead, or it could not vote in that of others. */
  get next(): number {
    const accompanied = this.changes.from(this.view) >= quorumOf(this.seat.members.length);
    return this.active || accompanied ? this.view + 1 : this.view;
  }

  /** Wants a view, and says so. */
  want(view: number, order: Order): ViewChange {
    if (view > this.view || this.active) this.attempts++;
    this.view = view;
    this.active = false;
    this.made = undefined;
    this.since = this.host.now();
    const { stable, proof } = order;
    const prepared = order.prepared();
    const { index: member } = this.seat;
    const draft: ViewChange = { type: 'view-change', member, view, stable, proof, prepared, signature: UNSIGNED };
    const change = signed(this.host, draft);
    this.changes.add(change);
    return change;
  }

  /** What another wants. Returns the view that this member wants with it, if it has to. */
  hear(change: ViewChange): number | undefined {
    this.changes.add(change);
    const ahead = this.changes.ahead(this.view);
    return ahead.length >= someHonest(this.seat.members.length) ? Math.min(...ahead) : undefined;
  }

  /** As primary of a view that a quorum wants: what makes it. */
  make(propose: (sequence: number, entry: Entry) => Proposal): NewView | undefined {
    if (this.active || this.primary !== this.seat.index) return undefined;
    const changes = this.changes.of(this.view).slice(0, quorumOf(this.seat.members.length));
    if (changes.length < quorumOf(this.seat.members.length)) return undefined;
    const proposals = this.changes.proposals(changes).map(({ sequence, entry }) => propose(sequence, entry));
    return { type: 'new-view', view: this.view, changes, proposals };
  }

  /** Whether a view is made by this, and later than that of this member. */
  accepts(made: NewView): boolean {
    const { view } = made;
    return (view > this.view || (view === this.view && !this.active)) && this.changes.justifies(made);
  }

  enter(made: NewView): void {
    this.view = made.view;
    this.made = made;
    this.active = true;
    this.since = this.host.now();
    this.changes.forget(made.view);
  }
}
