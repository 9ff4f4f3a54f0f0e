// The behaviours that a node wears, and when.

import type { Instant } from '../../core/foundation/index.ts';
import type { Behaviour } from './behaviour.ts';

/** A behaviour, and when it is one. */
export interface Worn {
  readonly name: string;
  readonly behaviour: Behaviour;
  /** Worn outside of what addresses all members of a federation. */
  readonly divides: boolean;
  readonly from: Instant;
  /** Infinity for never. */
  readonly until: Instant;
  /** Pieces of work that it is honest in at first. */
  readonly after: number;
}

export class Wearing {
  readonly worn: readonly Worn[];
  /** Pieces of work since its last start. */
  done = 0;

  constructor(worn: readonly Worn[]) {
    this.worn = worn;
  }

  /** Of those that are worn outside, or within. */
  active(now: Instant, outside: boolean): readonly Worn[] {
    return this.worn.filter(
      ({ divides, from, until, after }) => divides === outside && now >= from && now < until && this.done >= after,
    );
  }
}
