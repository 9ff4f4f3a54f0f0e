// One member of a federation, as a replica of PBFT (Castro and Liskov, OSDI 1999): a primary proposes entries of one
// order, all prepare and commit them, and each executes what was committed, in order. Links are taken to be reliable, as
// TCP makes them; members may stop, come back, or lie.

import type { Duration, Instant, PartyId, TimerHandle } from '../foundation/index.ts';
import { NO_TIMER, sha256Hex } from '../foundation/index.ts';
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
import { Evidence } from './evidence.ts';
import { Order } from './order.ts';
import { Pool } from './pool.ts';
import { quorumOf, someHonest } from './quorum.ts';
import { digestOf } from './slot.ts';
import { Changes } from './view-change.ts';

/** Timer kinds. */
const PROGRESS = 8;
const DUE = 9;

/** Entries under way at once, and requests in one of them. */
const DEPTH = 8;
const BATCH = 64;
/** Entries between checkpoints, and how far ahead of the last one entries may be. */
const CHECKPOINT_EVERY = 32;
const WINDOW = 256;
/** Entries in one answer to a member that is behind. */
const CAUGHT_UP = 64;
/** A view that is not made is given up after the patience, doubled so often at most. */
const DOUBLINGS = 6;

/** What the order is for. Everything is called in the same order with every member. */
export interface Application {
  execute(entry: Entry): void;
  /** By when an entry must come, even an empty one. Infinity for never. */
  due(): Instant;
  /** What there is to tell in an entry that comes because it is due. */
  heard(): Entry['heard'];
  /** Whether an entry may be put in order, as far as this member can tell. */
  accepts(entry: Entry): boolean;
}

export interface Seat {
  readonly members: readonly PartyId[];
  /** Of this one. */
  readonly index: number;
  /** How long a request may wait before the primary is replaced. */
  readonly patience: Duration;
}

export class Replica {
  private view = 0;
  private readonly host: Host;
  private readonly seat: Seat;
  private readonly application: Application;
  private readonly evidence: Evidence;
  private readonly order: Order;
  private readonly pool: Pool = new Pool();
  private readonly changes: Changes;
  /** What made this view. */
  private made: NewView | undefined;
  private active = true;
  private attempts = 0;
  private since: Instant = 0 as Instant;
  /** The last place that this member proposed as primary of this view, and its time. */
  private proposed = 0;
  private proposedAt: Instant = 0 as Instant;
  /** What the primary of a view proposed that this member is not in yet, by place. */
  private readonly early: Map<number, Proposal> = new Map<number, Proposal>();
  private history: Digest = sha256Hex('') as Digest;
  private lived = false;
  private watching: TimerHandle = NO_TIMER;
  private watchingAt = Infinity;
  private dueAt: Instant = Infinity as Instant;
  private dueTimer: TimerHandle = NO_TIMER;

  constructor(host: Host, seat: Seat, application: Application) {
    this.host = host;
    this.seat = seat;
    this.application = application;
    this.evidence = new Evidence(host, seat.members);
    this.order = new Order(seat.members.length);
    this.changes = new Changes(this.evidence);
  }

  /** Again after a crash, too: what was decided is kept, and what was said meanwhile is missed. */
  start(): void {
    this.since = this.host.now();
    this.watching = NO_TIMER;
    this.dueTimer = NO_TIMER;
    this.dueAt = Infinity as Instant;
    if (this.lived) this.askForMore();
    this.lived = true;
    this.wakeWhenDue();
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
      this.dueTimer = NO_TIMER;
      this.propose();
    } else this.progress();
  }

  private get primary(): number {
    return this.view % this.seat.members.length;
  }

  private get leads(): boolean {
    return this.active && this.primary === this.seat.index;
  }

  // The normal case

  private propose(): void {
    if (!this.leads) return;
    const now = this.host.now();
    this.proposed = Math.max(this.proposed, this.order.executed);
    while (this.proposed - this.order.executed < DEPTH && this.proposed < this.order.stable + WINDOW) {
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
    if (view < this.view || this.leads || !this.within(sequence) || !this.evidence.isProposal(proposal)) return;
    if (!this.active || view > this.view) {
      this.early.set(sequence, proposal);
      return;
    }
    if (this.compare(ballot)) return;
    if (this.order.slot(sequence).proposal?.ballot.view === view) return;
    if (!entry.asked.every((asked) => this.evidence.isAsked(asked)) || !this.application.accepts(entry)) return;
    this.accept(proposal);
  }

  private accept(proposal: Proposal): void {
    const { sequence, digest } = proposal.ballot;
    const slot = this.order.slot(sequence);
    slot.propose(proposal);
    if (!this.leads) {
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
    if (!this.within(sequence) || view < this.view) return;
    if (phase === 'prepare' && ballot.member === view % this.seat.members.length) return;
    this.order.slot(sequence).add(ballot);
    this.advance(sequence);
  }

  /** True if a primary has signed two proposals for one place, as far as this member has seen. */
  private compare(other: Ballot): boolean {
    const { sequence, view, digest } = other;
    if (other.phase !== 'propose' || !this.within(sequence) || !this.evidence.isBallot(other)) return false;
    const slot = this.order.slot(sequence);
    const before = slot.seen;
    if (before === undefined || before.view < view) slot.seen = other;
    if (before?.view !== view || before.member !== other.member || before.digest === digest) return false;
    this.host.record(EQUIVOCATION_PROVEN, { member: before.member, view, sequence });
    return true;
  }

  /** Commits a place that is prepared, and executes all that were committed. */
  private advance(sequence: number): void {
    const slot = this.order.slot(sequence);
    if (this.active && slot.becomesPrepared(this.view)) {
      const ballot = this.vote('commit', sequence, slot.proposal!.ballot.digest);
      slot.add(ballot);
      this.broadcast(ballot);
    }
    this.execute();
  }

  private execute(): void {
    let some = false;
    for (let next = this.order.next(); next !== undefined; next = this.order.next()) {
      this.done(next);
      some = true;
    }
    if (!some) return;
    this.propose();
    this.wakeWhenDue();
    this.watch();
  }

  private done(decided: Decided): void {
    const { entry, sequence } = decided;
    const digest = digestOf(entry);
    this.order.keep(decided);
    this.history = sha256Hex(this.history + digest) as Digest;
    this.attempts = 0;
    const fresh = entry.asked.filter((asked) => this.pool.isNew(asked, entry.at));
    this.host.record(ENTRY_DECIDED, { sequence, digest, view: this.view });
    this.application.execute({ ...entry, asked: fresh });
    if (sequence % CHECKPOINT_EVERY !== 0) return;
    const ballot = this.vote('checkpoint', sequence, this.history);
    this.broadcast(ballot);
    this.checkpoint(ballot);
  }

  private checkpoint(ballot: Ballot): void {
    if (!this.order.checkpoint(ballot)) return;
    if (this.order.stable > this.order.executed) this.askForMore();
    this.propose();
  }

  private within(sequence: number): boolean {
    return sequence > this.order.stable && sequence <= this.order.stable + WINDOW;
  }

  // Members that are behind

  private askForMore(): void {
    this.broadcast({ type: 'catch-up', from: this.order.executed + 1, view: this.view });
  }

  private helped(to: PartyId, { from, view }: CatchUp): void {
    const decided = this.order.kept(from, CAUGHT_UP);
    const views = this.made !== undefined && this.active && this.view >= view ? [this.made] : [];
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
    this.wakeWhenDue();
    this.watch();
  }

  // Replacing the primary

  /** By when something must have happened. */
  private get deadline(): number {
    const patience = this.seat.patience * 2 ** Math.min(this.attempts, DOUBLINGS);
    const oldest = this.active ? Math.min(this.pool.oldest(), this.application.due()) : this.since;
    return Math.max(oldest, this.since) + patience;
  }

  private watch(): void {
    const at = Math.max(this.deadline, this.host.now());
    if (at === Infinity || (this.watching !== NO_TIMER && this.watchingAt <= at)) return;
    if (this.watching !== NO_TIMER) this.host.cancel(this.watching);
    this.watching = this.host.wakeAt(at as Instant, PROGRESS, 0);
    this.watchingAt = at;
  }

  private progress(): void {
    this.watching = NO_TIMER;
    if (this.host.now() >= this.deadline) {
      this.askForMore();
      // Alone it does not run ahead of the others: it could not vote in their view any more.
      const accompanied = this.changes.from(this.view) >= quorumOf(this.seat.members.length);
      this.change(this.active || accompanied ? this.view + 1 : this.view);
    } else this.watch();
  }

  private change(view: number): void {
    const { index } = this.seat;
    if (view > this.view || this.active) this.attempts++;
    this.view = view;
    this.active = false;
    this.made = undefined;
    this.since = this.host.now();
    const { stable, proof } = this.order;
    const draft: ViewChange = {
      type: 'view-change',
      member: index,
      view,
      stable,
      proof,
      prepared: this.order.prepared(),
      signature: UNSIGNED,
    };
    const change = signed(this.host, draft);
    this.broadcast(change);
    this.changes.add(change);
    this.tryNewView();
    this.watch();
  }

  private viewChange(member: number, change: ViewChange): void {
    if (change.member !== member || change.view < this.view || !this.evidence.isViewChange(change)) return;
    if (change.view === this.view && this.active) {
      // It did not hear how this view was made.
      if (this.made !== undefined) this.host.send(this.seat.members[member]!, this.made);
      return;
    }
    this.changes.add(change);
    const others = this.changes.ahead(this.view);
    if (others.length >= someHonest(this.seat.members.length)) this.change(Math.min(...others));
    else this.tryNewView();
  }

  /** The primary of a view makes it once a quorum wants it. */
  private tryNewView(): void {
    const { members, index } = this.seat;
    if (this.active || this.primary !== index) return;
    const wanted = this.changes.of(this.view);
    if (wanted.length < quorumOf(members.length)) return;
    const changes = wanted.slice(0, quorumOf(members.length));
    const proposals = this.changes.proposals(changes).map(({ sequence, entry }): Proposal => {
      return { type: 'proposal', ballot: this.vote('propose', sequence, digestOf(entry)), entry };
    });
    const made: NewView = { type: 'new-view', view: this.view, changes, proposals };
    this.broadcast(made);
    this.enter(made);
  }

  private newView(made: NewView): void {
    const { view } = made;
    if (view < this.view || (view === this.view && this.active) || !this.changes.justifies(made)) return;
    this.enter(made);
  }

  private enter(made: NewView): void {
    const { view, changes, proposals } = made;
    this.view = view;
    this.made = made;
    this.active = true;
    this.since = this.host.now();
    this.changes.forget(view);
    this.host.record(VIEW_CHANGED, { view, primary: this.primary });
    const stable = Math.max(...changes.map((change) => change.stable));
    const proof = changes.find((change) => change.stable === stable)!.proof;
    this.order.advanceTo(stable, proof);
    if (stable > this.order.executed) this.askForMore();
    this.proposed = Math.max(stable, ...proposals.map(({ ballot }) => ballot.sequence));
    this.proposedAt = Math.max(0, ...proposals.map(({ entry }) => entry.at)) as Instant;
    this.pool.putBack();
    for (const { entry } of proposals) this.pool.setAside(entry.asked);
    for (const proposal of proposals) if (this.within(proposal.ballot.sequence)) this.accept(proposal);
    const early = [...this.early.values()];
    this.early.clear();
    for (const proposal of early) this.proposal(proposal);
    this.propose();
    this.wakeWhenDue();
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

  /** Whoever is primary then proposes what is due. */
  private wakeWhenDue(): void {
    const due = this.application.due();
    if (due === this.dueAt || due === Infinity) return;
    if (this.dueTimer !== NO_TIMER) this.host.cancel(this.dueTimer);
    this.dueAt = due;
    this.dueTimer = this.host.wakeAt(Math.max(due, this.host.now()) as Instant, DUE, 0);
  }
}
