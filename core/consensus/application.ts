// What a replica is given: what the order is for, and its seat among the others.

import type { Duration, Instant, PartyId } from '../foundation/index.ts';
import type { Entry } from '../protocol/index.ts';

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
