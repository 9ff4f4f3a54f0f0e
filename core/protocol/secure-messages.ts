// What members and aggregator of a secure aggregation say to one another, in the order in which they say it. Members are
// named by their index in the round: a roster says who that is.

import type { PartyId, TaskId } from '../foundation/index.ts';

/** Member to aggregator: my two public keys for this round, signed by my identity. */
export interface SecureKeys {
  readonly type: 'secure-keys';
  readonly round: number;
  readonly sealKey: Uint8Array;
  readonly maskKey: Uint8Array;
  /** Empty where members are not known by their identities. */
  readonly signature: Uint8Array;
}
export interface SecurePeer {
  readonly index: number;
  readonly party: PartyId;
  readonly sealKey: Uint8Array;
  readonly maskKey: Uint8Array;
  readonly signature: Uint8Array;
}
/** Aggregator to member: you are number `self`, and these are your neighbours, by index. */
export interface SecureRoster {
  readonly type: 'secure-roster';
  readonly round: number;
  readonly self: number;
  readonly peers: readonly SecurePeer[];
}
/** A neighbour, and what only it (or only the addressee) can open. */
export interface SealedShares {
  readonly peer: number;
  readonly box: Uint8Array;
}
/** Member to aggregator: for each neighbour its shares of my two secrets. */
export interface SecureShares {
  readonly type: 'secure-shares';
  readonly round: number;
  readonly boxes: readonly SealedShares[];
}
/** Aggregator to member: what your neighbours sealed for you. */
export interface SecureDelivery {
  readonly type: 'secure-delivery';
  readonly round: number;
  readonly boxes: readonly SealedShares[];
}
/** Member to aggregator: my contribution under all its masks, bit-packed. */
export interface SecureMasked {
  readonly type: 'secure-masked';
  readonly round: number;
  readonly packed: Uint8Array;
}
/** Aggregator to member: who of you and your neighbours contributed, a bit for each by index. */
export interface SecureSurvivors {
  readonly type: 'secure-survivors';
  readonly round: number;
  readonly bits: Uint8Array;
}
/** Member to aggregator: for each that contributed my share of its own mask, for each that did not of its key. */
export interface SecureReveal {
  readonly type: 'secure-reveal';
  readonly round: number;
  readonly shares: readonly RevealedShare[];
}
export interface RevealedShare {
  readonly of: number;
  readonly value: Uint8Array;
}

/** What a member sends. */
export type FromMember = SecureKeys | SecureShares | SecureMasked | SecureReveal;
/** What the aggregator sends. */
export type FromAggregator = SecureRoster | SecureDelivery | SecureSurvivors;

/** Trainer to aggregator: I have told as much of my data as I may, and leave this task alone. */
export interface BudgetSpent {
  readonly type: 'budget-spent';
  readonly task: TaskId;
}
