// Until when each slot of each node is spoken for, by the plans made so far: what one plan knows of those before it.

import type { Instant, PartyId } from '../foundation/index.ts';

export class Horizon {
  private readonly until: Map<PartyId, number[]> = new Map<PartyId, number[]>();

  /** The instants from which each slot is free, none before now. */
  freeAt(node: PartyId, slots: number, now: Instant): number[] {
    const known = this.until.get(node) ?? [];
    return Array.from({ length: slots }, (_, slot) => Math.max(now, known[slot] ?? 0));
  }

  /** A slot is spoken for until then. */
  extend(node: PartyId, slot: number, until: number): void {
    const known = this.until.get(node) ?? [];
    while (known.length <= slot) known.push(0);
    known[slot] = Math.max(known[slot]!, until);
    this.until.set(node, known);
  }
}
