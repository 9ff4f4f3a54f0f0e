// Nodes by the work left on them. Work left drains as time passes, at one rate for all, so the order of the
// instants at which nodes should be done stays true; those that should be done but are not have nothing left.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import { type Columns, NO_ROW } from './columns.ts';
import { RowList } from './row-list.ts';
import { Tournament } from './tournament.ts';

export class WorkOrder {
  private readonly columns: Columns;
  /** Nodes that would start a copy at once. */
  private readonly free: RowList;
  private readonly overdue: RowList;
  /** The others, by the instant at which they should be done. */
  private readonly busy: Tournament;

  constructor(columns: Columns) {
    this.columns = columns;
    this.free = new RowList(columns);
    this.overdue = new RowList(columns);
    this.busy = new Tournament(columns);
  }

  reserve(): void {
    this.free.reserve();
    this.overdue.reserve();
    this.busy.reserve();
  }

  /** Enters a row, or files it anew after its load has changed. */
  update(row: number): void {
    this.overdue.remove(row);
    if (this.columns.load[row]! < this.columns.slots[row]!) {
      this.busy.remove(row);
      this.free.add(row);
    } else {
      this.free.remove(row);
      this.busy.set(row, this.columns.ends[row]!);
    }
  }

  remove(row: number): void {
    this.free.remove(row);
    this.overdue.remove(row);
    this.busy.remove(row);
  }

  /** A random one of the nodes with least work left that are no holder, or NO_ROW. */
  least(holders: readonly PartyId[], now: Instant, random: Random): number {
    const free = this.free.random(holders, random);
    if (free !== NO_ROW) return free;
    while (this.busy.leastKey() <= now) this.giveUp(this.busy.first());
    const overdue = this.overdue.random(holders, random);
    return overdue === NO_ROW ? this.busy.least(holders, random) : overdue;
  }

  private giveUp(row: number): void {
    this.busy.remove(row);
    this.overdue.add(row);
  }
}

/** Charges a node with one more copy. Call before its load is raised. `estimate`: microseconds on this node. */
export function chargeWork(columns: Columns, row: number, estimate: number, now: Instant): void {
  const slots = columns.slots[row]!;
  const load = columns.load[row]!;
  const left = columns.ends[row]! - now;
  // A node that has overrun is credited with no progress on what waits behind the copies it runs.
  const waiting = load > slots ? (columns.work[row]! * (load - slots)) / (load * slots) : 0;
  columns.work[row]! += estimate;
  columns.ends[row] = now + (left > 0 ? left : waiting) + estimate / slots;
}

/**
 * Takes one copy off a node's account. Call after its load is lowered. On one slot the work left is then that of the
 * copies that remain, since the next has just begun; on several it is kept within what they can have left. If the copy
 * was called back while it waited, what its node has done since it last began one is forgotten until it ends that one.
 */
export function dischargeWork(columns: Columns, row: number, estimate: number, now: Instant): void {
  const slots = columns.slots[row]!;
  const load = columns.load[row]!;
  const work = load === 0 ? 0 : Math.max(0, columns.work[row]! - estimate);
  const most = work / slots;
  const least = load < slots ? 0 : (most * (load - slots + 1)) / load;
  columns.work[row] = work;
  columns.ends[row] = now + Math.min(most, Math.max(least, columns.ends[row]! - now));
}
