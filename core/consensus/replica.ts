// One member of a federation, as a replica of PBFT (Castro and Liskov, OSDI 1999): a primary proposes entries of one
// order, all prepare and commit them, and each executes what was committed, in order. Links are taken to be reliable, as
// TCP makes them; members may stop, come back, or lie.

import type { Instant, PartyId } from '../foundation/index.ts';
import type {
  Asked,
  Ballot,
  BetweenMembers,
  CatchUp,
  CaughtUp,
  Decided,
  Digest,
  Entry,
  Host,
  NewView,
  Phase,
  Proposal,
  ViewChange,
} from '../protocol/index.ts';
import { ENTRY_DECIDED, EQUIVOCATION_PROVEN, signed, UNSIGNED, VIEW_CHANGED } from '../protocol/index.ts';
import { Alarm } from './alarm.ts';
import type { Application, Seat } from './application.ts';
import { Evidence } from './evidence.ts';
import { Order } from './order.ts';
import { Pool } from './pool.ts';
import { digestOf } from './slot.ts';
import { Succession } from './succession.ts';

/** Timer kinds. */
const PROGRESS = 8;
const DUE = 9;

/** Entries under way at once, and requests in one of them. */
const DEPTH = 8;
const BATCH = 64;
/** Entries in one answer to a member that is behind. */
const CAUGHT_UP = 64;

export class Replica {
  private readonly host: Host;
  private readonly seat: Seat;
  private readonly application: Application;
  private readonly evidence: Evidence;
  private readonly order: Order;
  private readonly pool: Pool = new Pool();
  private readonly succession: Succession;
  private readonly progressAlarm: Alarm;
  private readonly dueAlarm: Alarm;
  private lived = false;
  /** What was due when the alarm for it went off. */
  private dueAt: Instant = -1 as Instant;
  /** The last place that this member proposed as primary of this view, and its time. */
  private proposed = 0;
  private proposedAt: Instant = 0 as Instant;
  /** What the primary of a view proposed that this member is not in yet, by place. */
  private readonly early: Map<number, Proposal> = new Map<number, Proposal>();

  constructor(host: Host, seat: Seat, application: Application) {
    this.host = host;
    this.seat = seat;
    this.application = application;
    this.evidence = new Evidence(host, seat.members);
    this.order = new Order(seat.members.length);
    this.succession = new Succession(host, seat, this.evidence);
    this.progressAlarm = new Alarm(host, PROGRESS);
    this.dueAlarm = new Alarm(host, DUE);
  }

  /** Again after a crash, too: what was decided is kept, and what was said meanwhile is missed. */
  start(): void {
    this.succession.since = this.host.now();
    this.progressAlarm.rang();
    this.dueAlarm.rang();
    this.dueAt = -1 as Instant;
    if (this.lived) this.askForMore();
    this.lived = true;
    this.watch();
  }

  /** Something is to be done. */
  ask(asked: Asked): void {
    if (!this.evidence.isAsked(asked) || !this.pool.add(asked, this.host.now())) return;
    this.propose();
    this.watch();
  }

  receive(from: PartyId, message: BetweenMembers): void {
    const member = this.seat.members.indexOf(from);
    if (member < 0) return;
    switch (message.type) {
      case 'proposal':
        this.proposal(message);
        return;
      case 'prepare':
        this.ballot(message.ballot);
        this.compare(message.proposed);
        return;
      case 'ballot':
        this.ballot(message);
        return;
      case 'view-change':
        this.viewChange(member, message);
        return;
      case 'new-view':
        this.newView(message);
        return;
      case 'catch-up':
        this.helped(from, message);
        return;
      case 'caught-up':
        this.caughtUp(message);
    }
  }

  wake(kind: number): void {
    if (kind === DUE) {
      this.dueAlarm.rang();
      this.dueAt = this.application.due();
      this.propose();
    } else this.progress();
  }

  // The normal case

  private propose(): void {
    if (!this.succession.leads) return;
    const now = this.host.now();
    this.proposed = Math.max(this.proposed, this.order.executed);
    while (this.proposed - this.order.executed < DEPTH && this.order.within(this.proposed + 1)) {
      const due = this.application.due();
      const overdue = due <= now && this.proposedAt < due;
      const asked = this.pool.take(BATCH);
      if (asked.length === 0 && !overdue) return;
      this.proposedAt = Math.max(now, this.proposedAt) as Instant;
      const entry: Entry = { at: this.proposedAt, heard: overdue ? this.application.heard() : [], asked };
      const ballot = this.vote('propose', ++this.proposed, digestOf(entry));
      const proposal: Proposal = { type: 'proposal', ballot, entry };
      this.broadcast(proposal);
      this.order.slot(this.proposed).propose(proposal);
      this.advance(this.proposed);
    }
  }

  private proposal(proposal: Proposal): void {
    const { ballot, entry } = proposal;
    const { sequence, view } = ballot;
    if (
      view < this.view ||
      this.succession.leads ||
      !this.order.within(sequence) ||
      !this.evidence.isProposal(proposal)
    )
      return;
    if (!this.succession.active || view > this.view) {
      this.early.set(sequence, proposal);
      return;
    }
    this.compare(ballot);
    // It votes for one entry at a place: for the first one.
    if (this.order.slot(sequence).proposal?.ballot.view === view) return;
    if (!entry.asked.every((asked) => this.evidence.isAsked(asked)) || !this.application.accepts(entry)) return;
    this.accept(proposal);
  }

  private accept(proposal: Proposal): void {
    const { sequence, digest } = proposal.ballot;
    const slot = this.order.slot(sequence);
    slot.propose(proposal);
    if (!this.succession.leads) {
      const ballot = this.vote('prepare', sequence, digest);
      this.broadcast({ type: 'prepare', ballot, proposed: proposal.ballot });
      slot.add(ballot);
    }
    this.advance(sequence);
  }

  private ballot(ballot: Ballot): void {
    const { phase, sequence, view } = ballot;
    if (phase === 'propose' || !this.evidence.isBallot(ballot)) return;
    if (phase === 'checkpoint') {
      this.checkpoint(ballot);
      return;
    }
    if (!this.order.within(sequence) || view < this.view) return;
    if (phase === 'prepare' && ballot.member === view % this.seat.members.length) return;
    this.order.slot(sequence).add(ballot);
    this.advance(sequence);
  }

  /** Takes note if a primary has signed two proposals for one place, as far as this member has seen. */
  private compare(other: Ballot): void {
    const { sequence, view, member, phase } = other;
    if (phase !== 'propose' || !this.order.within(sequence) || !this.evidence.isBallot(other)) return;
    if (this.order.slot(sequence).contradicts(other)) {
      this.host.record(EQUIVOCATION_PROVEN, { member, view, sequence });
    }
  }

  /** Commits a place that is prepared, and executes all that were committed. */
  private advance(sequence: number): void {
    const slot = this.order.slot(sequence);
    if (this.succession.active && slot.becomesPrepared(this.view)) {
      const ballot = this.vote('commit', sequence, slot.proposal!.ballot.digest);
      slot.add(ballot);
      this.broadcast(ballot);
    }
    this.execute();
  }

  private execute(): void {
    const before = this.order.executed;
    for (let next = this.order.next(); next !== undefined; next = this.order.next()) this.done(next);
    if (this.order.executed === before) return;
    this.propose();
    this.watch();
  }

  private done(decided: Decided): void {
    const { entry, sequence } = decided;
    const digest = digestOf(entry);
    const checkpoint = this.order.keep(decided);
    this.succession.progressed();
    const fresh = entry.asked.filter((asked) => this.pool.isNew(asked, entry.at));
    this.host.record(ENTRY_DECIDED, { sequence, digest, view: this.view, asked: fresh });
    this.application.execute({ ...entry, asked: fresh });
    if (checkpoint === undefined) return;
    const ballot = this.vote('checkpoint', sequence, checkpoint);
    this.broadcast(ballot);
    this.checkpoint(ballot);
  }

  private checkpoint(ballot: Ballot): void {
    if (!this.order.checkpoint(ballot)) return;
    if (this.order.stable > this.order.executed) this.askForMore();
    this.propose();
  }

  // Members that are behind

  private askForMore(): void {
    this.broadcast({ type: 'catch-up', from: this.order.executed + 1, view: this.view });
  }

  private helped(to: PartyId, { from, view }: CatchUp): void {
    const decided = this.order.kept(from, CAUGHT_UP);
    const { made, active } = this.succession;
    const views = made !== undefined && active && made.view >= view ? [made] : [];
    if (decided.length + views.length > 0) this.host.send(to, { type: 'caught-up', decided, views });
  }

  private caughtUp({ decided, views }: CaughtUp): void {
    const before = this.order.executed;
    for (const one of decided) {
      if (one.sequence !== this.order.executed + 1 || !this.evidence.isDecided(one)) continue;
      this.order.skip(one.sequence);
      this.done(one);
    }
    for (const made of views) this.newView(made);
    if (decided.length >= CAUGHT_UP && this.order.executed > before) this.askForMore();
    this.execute();
    this.watch();
  }

  // Replacing the primary

  /** By when something must have happened. */
  private get deadline(): number {
    const { active, since, patience } = this.succession;
    const oldest = active ? Math.min(this.pool.oldest(), this.application.due()) : since;
    return Math.max(oldest, since) + patience;
  }

  /** Whoever is primary proposes what is due; all see to it that something happens. */
  private watch(): void {
    const due = this.application.due();
    if (due !== this.dueAt) this.dueAlarm.by(due);
    this.progressAlarm.by(this.deadline);
  }

  private progress(): void {
    this.progressAlarm.rang();
    if (this.host.now() < this.deadline) this.watch();
    else {
      this.askForMore();
      this.change(this.succession.next);
    }
  }

  private change(view: number): void {
    this.broadcast(this.succession.want(view, this.order));
    this.tryNewView();
    this.watch();
  }

  private viewChange(member: number, change: ViewChange): void {
    const { view, active, made } = this.succession;
    if (change.member !== member || change.view < view || !this.evidence.isViewChange(change)) return;
    if (change.view === view && active) {
      // It did not hear how this view was made.
      if (made !== undefined) this.host.send(this.seat.members[member]!, made);
      return;
    }
    const wanted = this.succession.hear(change);
    if (wanted === undefined) this.tryNewView();
    else this.change(wanted);
  }

  private tryNewView(): void {
    const made = this.succession.make((sequence, entry) => {
      return { type: 'proposal', ballot: this.vote('propose', sequence, digestOf(entry)), entry };
    });
    if (made === undefined) return;
    this.broadcast(made);
    this.enter(made);
  }

  private newView(made: NewView): void {
    if (this.succession.accepts(made)) this.enter(made);
  }

  private enter(made: NewView): void {
    const { view, changes, proposals } = made;
    this.succession.enter(made);
    this.host.record(VIEW_CHANGED, { view, primary: this.succession.primary });
    const stable = this.order.advanceWith(changes);
    if (stable > this.order.executed) this.askForMore();
    this.proposed = Math.max(stable, ...proposals.map(({ ballot }) => ballot.sequence));
    this.proposedAt = Math.max(0, ...proposals.map(({ entry }) => entry.at)) as Instant;
    this.pool.putBack();
    for (const { entry } of proposals) this.pool.setAside(entry.asked);
    for (const proposal of proposals) if (this.order.within(proposal.ballot.sequence)) this.accept(proposal);
    const early = [...this.early.values()];
    this.early.clear();
    for (const proposal of early) this.proposal(proposal);
    this.propose();
    this.watch();
  }

  // Small pieces

  private vote(phase: Phase, sequence: number, digest: Digest): Ballot {
    const view = phase === 'checkpoint' ? 0 : this.view;
    const { index: member } = this.seat;
    return signed(this.host, { type: 'ballot', phase, member, view, sequence, digest, signature: UNSIGNED });
  }

  private broadcast(message: BetweenMembers): void {
    for (const member of this.seat.members) if (member !== this.host.self) this.host.send(member, message);
  }

  private get view(): number {
    return this.succession.view;
  }
}
