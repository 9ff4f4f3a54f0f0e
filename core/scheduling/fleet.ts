// The fleet: every node the coordinator has heard of, what it knows of each, and the pools that follow from it.
// Loads are the coordinator's own count of copies assigned and not ended, never what nodes report.

import { assert, FOREVER, type Instant, MICROSECONDS_PER_SECOND, type PartyId } from '../foundation/index.ts';
import type { Capabilities, Needs, Telemetry } from '../protocol/index.ts';
import { Columns, NO_ROW } from './columns.ts';
import { meets } from './needs.ts';
import type { Pool } from './pool.ts';
import { PoolShelf } from './pool-shelf.ts';
import { chargeWork, dischargeWork } from './work-order.ts';

const NOBODY: readonly PartyId[] = [];
const SLOTS_MAX = 1_000_000;
/** Gas per second. */
const SPEED_MAX = 1e15;

export class Fleet {
  private readonly columns = new Columns();
  private readonly all: PoolShelf = new PoolShelf(this.columns, false);
  private readonly free: PoolShelf = new PoolShelf(this.columns, true);
  private members = 0;

  /** Nodes that may be given work now. */
  get size(): number {
    return this.members;
  }

  has(node: PartyId): boolean {
    const row = this.columns.row(node);
    return row !== NO_ROW && this.columns.assignable[row] === 1;
  }

  /** The node may be given work from now on. Joining again takes in new capabilities and keeps the load. */
  join(node: PartyId, capabilities: Capabilities): void {
    const row = this.rowFor(node);
    const { columns } = this;
    if (columns.assignable[row] === 0) this.members++;
    columns.assignable[row] = 1;
    columns.capabilities[row] = capabilities;
    // Nodes may claim anything: the arithmetic of work stays finite all the same.
    columns.slots[row] = within(capabilities.slots, 1, SLOTS_MAX);
    columns.speed[row] = within(capabilities.speed, 1, SPEED_MAX);
    this.admit(row);
  }

  /** The node gets nothing more. Copies it holds still count until they are freed. */
  leave(node: PartyId): void {
    const row = this.columns.row(node);
    if (row === NO_ROW || this.columns.assignable[row] === 0) return;
    this.members--;
    this.columns.assignable[row] = 0;
    this.admit(row);
  }

  /** `claimed`: 0 to 1; what lies outside counts as the nearest bound, and NaN as 0. */
  setHealth(node: PartyId, claimed: number): void {
    const health = within(claimed, 0, 1);
    const row = this.rowFor(node);
    if (this.columns.health[row] === health) return;
    this.columns.health[row] = health;
    for (const pool of this.all.pools) pool.healthChanged(row);
    for (const pool of this.free.pools) pool.healthChanged(row);
  }

  /** `value`: 0 to 1. */
  setReputation(node: PartyId, value: number): void {
    const row = this.rowFor(node);
    if (this.columns.reputation[row] === value) return;
    this.columns.reputation[row] = value;
    this.all.reputationChanged(row);
    this.free.reputationChanged(row);
  }

  /** The measured round trip. It rests in part on what the node says, so that it is kept finite here. */
  setLatency(node: PartyId, measured: number): void {
    const microseconds = within(measured, 0, FOREVER);
    const row = this.rowFor(node);
    if (this.columns.latency[row] === microseconds) return;
    this.columns.latency[row] = microseconds;
    for (const pool of this.all.pools) pool.latencyChanged(row);
    for (const pool of this.free.pools) pool.latencyChanged(row);
  }

  /** What the node says of its grid and its power with so many copies running. No index rests on it. */
  setTelemetry(node: PartyId, { carbonIntensity, power }: Telemetry, running: number): void {
    const { columns } = this;
    const row = this.rowFor(node);
    columns.carbon[row] = within(carbonIntensity, 0, FOREVER);
    const watts = within(power, 0, FOREVER);
    if (running === 0) columns.idle[row] = watts;
    else if (columns.idle[row]! <= watts) columns.marginal[row] = (watts - columns.idle[row]!) / running;
  }

  /** One more copy was given to the node. `estimate`: microseconds if `unit` is time, else gas. */
  assigned(node: PartyId, estimate: number, unit: 'time' | 'gas', now: Instant): void {
    const row = this.columns.row(node);
    assert(row !== NO_ROW, 'work is assigned to nodes that have joined');
    chargeWork(this.columns, row, this.duration(row, estimate, unit), now);
    this.columns.load[row]! += 1;
    this.loadChanged(row);
  }

  /** A copy given to the node is no longer its concern, for whatever reason. */
  freed(node: PartyId, estimate: number, unit: 'time' | 'gas', now: Instant): void {
    const row = this.columns.row(node);
    assert(row !== NO_ROW && this.columns.load[row]! > 0, 'a copy is freed once');
    this.columns.load[row]! -= 1;
    dischargeWork(this.columns, row, this.duration(row, estimate, unit), now);
    this.loadChanged(row);
  }

  load(node: PartyId): number {
    const row = this.columns.row(node);
    return row === NO_ROW ? 0 : this.columns.load[row]!;
  }

  slots(node: PartyId): number {
    return this.capabilities(node)?.slots ?? 0;
  }

  capabilities(node: PartyId): Capabilities | undefined {
    const row = this.columns.row(node);
    return row === NO_ROW ? undefined : this.columns.capabilities[row];
  }

  /** Whether a node, assignable now or not, meets the needs. `region` is a preference and does not bind. */
  fits(node: PartyId, needs: Needs): boolean {
    const row = this.columns.row(node);
    const offered = row === NO_ROW ? undefined : this.columns.capabilities[row];
    return offered !== undefined && meets(needs, node, offered, this.columns.reputation[row]!);
  }

  /**
   * The assignable nodes that meet the needs; `freeOnly`: those of them with a free slot. The nodes of the preferred
   * region, while it has one that is not among `holders`; else those of all regions. Kept up to date by the fleet.
   */
  pool(needs: Needs, freeOnly: boolean, holders: readonly PartyId[] = NOBODY): Pool {
    const { regional, general } = freeOnly ? this.free.offer(needs) : this.all.offer(needs);
    return regional?.hasBesides(holders) === true ? regional : general;
  }

  private loadChanged(row: number): void {
    const all = this.all.pools;
    for (let at = 0; at < all.length; at++) all[at]!.loadChanged(row);
    const free = this.free.pools;
    for (let at = 0; at < free.length; at++) free[at]!.loadChanged(row);
  }

  private admit(row: number): void {
    this.all.admit(row);
    this.free.admit(row);
  }

  private duration(row: number, estimate: number, unit: 'time' | 'gas'): number {
    return unit === 'time' ? estimate : (estimate * MICROSECONDS_PER_SECOND) / this.columns.speed[row]!;
  }

  private rowFor(node: PartyId): number {
    const capacity = this.columns.capacity;
    const row = this.columns.rowFor(node);
    if (this.columns.capacity !== capacity) {
      for (const pool of this.all.pools) pool.reserve();
      for (const pool of this.free.pools) pool.reserve();
    }
    return row;
  }
}

/** The nearest number between the bounds; the least for NaN. */
function within(value: number, least: number, most: number): number {
  return value >= least ? Math.min(value, most) : least;
}
