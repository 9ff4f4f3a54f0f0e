// Clocks that are wrong. A party's clock never runs back: one that is put right stands still until true time has caught up.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import type { Fault } from '../scenario/cells.ts';

interface Wrong {
  readonly fault: Fault;
  readonly from: number;
  readonly until: number;
  readonly touches: ReadonlySet<PartyId>;
}

export class Clocks {
  private readonly wrong: readonly Wrong[];
  private readonly latest: Map<PartyId, number> = new Map<PartyId, number>();

  constructor(wrong: readonly Wrong[]) {
    this.wrong = wrong;
  }

  /** What the party's clock shows at this instant. */
  shown(party: PartyId, now: Instant): Instant {
    if (!this.wrong.some(({ touches }) => touches.has(party))) return now;
    let shown: number = now;
    for (const { fault, from, until, touches } of this.wrong) {
      if (fault.kind !== 'clock' || now < from || now >= until || !touches.has(party)) continue;
      shown += fault.step + Math.round((fault.rate - 1) * (now - from));
    }
    shown = Math.max(shown, this.latest.get(party) ?? 0);
    this.latest.set(party, shown);
    return shown as Instant;
  }

  /** The true instant at which a timer fires that is set now for `at` by the party's clock. */
  truly(party: PartyId, at: number, now: Instant): number {
    let rate = 1;
    for (const { fault, from, until, touches } of this.wrong) {
      if (fault.kind === 'clock' && now >= from && now < until && touches.has(party)) rate += fault.rate - 1;
    }
    const left = at - this.shown(party, now);
    return now + (rate > 0 ? Math.max(0, Math.round(left / rate)) : left);
  }
}

/** Undefined if no clock is wrong. */
export function clocksOf(all: readonly Wrong[]): Clocks | undefined {
  const wrong = all.filter(({ fault }) => fault.kind === 'clock');
  return wrong.length === 0 ? undefined : new Clocks(wrong);
}
