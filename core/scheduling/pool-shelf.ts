// The pools of a fleet, one for each distinct needs. The needs of a task are looked up by identity first and then
// by content, since a decoded message carries a fresh object.

import type { PartyId } from '../foundation/index.ts';
import type { Needs } from '../protocol/index.ts';
import type { Columns } from './columns.ts';
import { keyOf, meets } from './needs.ts';
import { Pool } from './pool.ts';

/** As many needs objects as are remembered by identity: more than most scenarios have workloads. */
const REMEMBERED = 16;

interface Entry {
  readonly needs: Needs;
  /** The nodes that must be in this region, if any. */
  readonly region: string | undefined;
  readonly pool: Pool;
}

/** The pools for one needs: of the preferred region, and of all regions. */
interface Offer {
  readonly regional: Pool | undefined;
  readonly general: Pool;
}

export class PoolShelf {
  /** In the order in which they were first asked for. */
  readonly pools: Pool[] = [];
  private readonly entries: Entry[] = [];
  private readonly columns: Columns;
  private readonly freeOnly: boolean;
  private readonly offers = new Map<string, Offer>();
  private readonly seen: (Needs | undefined)[] = new Array<undefined>(REMEMBERED).fill(undefined);
  private readonly seenOffers: (Offer | undefined)[] = new Array<undefined>(REMEMBERED).fill(undefined);
  private seenNext = 0;

  constructor(columns: Columns, freeOnly: boolean) {
    this.columns = columns;
    this.freeOnly = freeOnly;
  }

  offer(needs: Needs): Offer {
    for (let at = 0; at < REMEMBERED; at++) if (this.seen[at] === needs) return this.seenOffers[at]!;
    const offer = this.offerFor(needs);
    this.seen[this.seenNext] = needs;
    this.seenOffers[this.seenNext] = offer;
    this.seenNext = (this.seenNext + 1) % REMEMBERED;
    return offer;
  }

  /** Judges a row anew for every pool, after it came, went, or changed its capabilities. */
  admit(row: number): void {
    for (const entry of this.entries) entry.pool.admit(row, this.isEligible(row, entry));
  }

  /** Judges a row anew for the pools that have a floor of reputation. */
  reputationChanged(row: number): void {
    for (const entry of this.entries) {
      if (entry.needs.reputation === undefined) continue;
      const eligible = this.isEligible(row, entry);
      if (eligible !== entry.pool.admits(row)) entry.pool.admit(row, eligible);
    }
  }

  private offerFor(needs: Needs): Offer {
    const key = keyOf(needs);
    const known = this.offers.get(key);
    if (known !== undefined) return known;
    const { region, ...anywhere } = needs;
    const offer: Offer =
      region === undefined
        ? { regional: undefined, general: this.pool(needs, undefined) }
        : { regional: this.pool(needs, region), general: this.offerFor(anywhere).general };
    this.offers.set(key, offer);
    return offer;
  }

  private pool(needs: Needs, region: string | undefined): Pool {
    const pool = new Pool(this.columns, this.freeOnly);
    const entry = { needs, region, pool };
    for (let row = 0; row < this.columns.count; row++) pool.admit(row, this.isEligible(row, entry));
    this.entries.push(entry);
    this.pools.push(pool);
    return pool;
  }

  private isEligible(row: number, { needs, region }: Entry): boolean {
    const { assignable, capabilities, ids, reputation } = this.columns;
    const offered = capabilities[row];
    return (
      assignable[row] === 1 &&
      offered !== undefined &&
      (region === undefined || offered.region === region) &&
      meets(needs, ids[row]! as PartyId, offered, reputation[row]!)
    );
  }
}
