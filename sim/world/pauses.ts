// Processes that stand still for a while, and go on. The windows are known beforehand, so that what falls into one is put
// off when it is planned.

import type { PartyId } from '../../core/foundation/index.ts';

interface Window {
  readonly from: number;
  readonly until: number;
  readonly touches: ReadonlySet<PartyId>;
}

export class Pauses {
  private readonly windows: readonly Window[];

  constructor(windows: readonly Window[]) {
    this.windows = [...windows].sort((one, other) => one.from - other.from);
  }

  /** When a timer fires that is due at `at`. */
  due(party: PartyId, at: number): number {
    let due = at;
    for (const { from, until, touches } of this.windows) {
      if (touches.has(party) && due >= from && due < until) due = until;
    }
    return due;
  }

  /** The windows of a party, in the order in which they begin. */
  of(party: PartyId): readonly Pick<Window, 'from' | 'until'>[] {
    return this.windows.filter(({ touches }) => touches.has(party));
  }

  /** How long work takes that begins at `now` and would take `elapsed`: as much longer as its process stands still. */
  lasting(party: PartyId, now: number, elapsed: number): number {
    let end = now + elapsed;
    let counted = now;
    for (const { from, until, touches } of this.windows) {
      const begins = Math.max(from, counted);
      if (!touches.has(party) || begins >= end || until <= begins) continue;
      end += until - begins;
      counted = until;
    }
    return end - now;
  }
}
