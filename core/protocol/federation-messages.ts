// What the members of a federation of coordinators say to one another, and what others say to all of them. The members
// agree by PBFT (Castro and Liskov, OSDI 1999), whose names these are.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Digest } from './content.ts';
import type { Heartbeat, PlainMessage, Signature } from './messages.ts';

/** Somebody to every member. Numbers of one party grow: what it asked once is done once. */
export interface Asked {
  readonly type: 'asked';
  readonly from: PartyId;
  readonly number: number;
  readonly message: PlainMessage;
  readonly signature: Signature;
}
/** Member to somebody: believed once so many members that one of them must be honest say the same. */
export interface Said {
  readonly type: 'said';
  /** Counts what the federation says to this party. */
  readonly number: number;
  readonly message: PlainMessage;
}

/** A heartbeat, and when it came. */
export interface Heard {
  readonly from: PartyId;
  readonly at: Instant;
  readonly heartbeat: Heartbeat;
}
/** What members put in order. Timers that are due by `at` go off first. */
export interface Entry {
  readonly at: Instant;
  readonly heard: readonly Heard[];
  readonly asked: readonly Asked[];
}

export type Phase = 'propose' | 'prepare' | 'commit' | 'checkpoint';
/** Member to all others: a signed word on one place of the order. Of a checkpoint, the view says nothing. */
export interface Ballot {
  readonly type: 'ballot';
  readonly phase: Phase;
  /** By its index in the federation. */
  readonly member: number;
  readonly view: number;
  readonly sequence: number;
  /** Of the entry; at a checkpoint, of all entries so far. */
  readonly digest: Digest;
  readonly signature: Signature;
}
/** Primary to the others. */
export interface Proposal {
  readonly type: 'proposal';
  readonly ballot: Ballot;
  readonly entry: Entry;
}
/** A ballot to prepare, beside what it answers: two different ones of a primary convict it. */
export interface Prepare {
  readonly type: 'prepare';
  readonly ballot: Ballot;
  readonly proposed: Ballot;
}

/** That no other entry can have been decided at this place in that view. */
export interface Prepared {
  readonly proposed: Ballot;
  readonly entry: Entry;
  readonly prepares: readonly Ballot[];
}
/** Member to all others: let another be primary. */
export interface ViewChange {
  readonly type: 'view-change';
  readonly member: number;
  readonly view: number;
  /** Place of a checkpoint, and the ballots that prove it. */
  readonly stable: number;
  readonly proof: readonly Ballot[];
  readonly prepared: readonly Prepared[];
  readonly signature: Signature;
}
/** The primary of a new view to the others. */
export interface NewView {
  readonly type: 'new-view';
  readonly view: number;
  readonly changes: readonly ViewChange[];
  readonly proposals: readonly Proposal[];
}

/** Member to all others: I am behind. Answered with `caught-up`. */
export interface CatchUp {
  readonly type: 'catch-up';
  /** The first place whose entry it lacks. */
  readonly from: number;
  readonly view: number;
}
/** An entry that was decided, and the ballots that prove it. */
export interface Decided {
  readonly sequence: number;
  readonly entry: Entry;
  readonly commits: readonly Ballot[];
}
export interface CaughtUp {
  readonly type: 'caught-up';
  readonly decided: readonly Decided[];
  /** At most one: what made the view of the sender. */
  readonly views: readonly NewView[];
}

export type BetweenMembers = Ballot | Proposal | Prepare | ViewChange | NewView | CatchUp | CaughtUp;
