// A pool: the nodes that are eligible for one kind of task, with the views strategies ask for. A view is built when
// it is first asked for and kept up to date from then on, so that a strategy pays only for what it uses.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Capabilities, Random } from '../protocol/index.ts';
import { type Columns, grown, NO_ROW } from './columns.ts';
import { LoadOrder } from './load-order.ts';
import { RowCycle } from './row-cycle.ts';
import { RowList } from './row-list.ts';
import { ShareOrder } from './share-order.ts';
import { Tournament } from './tournament.ts';
import { WorkOrder } from './work-order.ts';

/**
 * What a strategy sees of the mesh. Every choice leaves out the `holders`, breaks ties at random, allocates nothing,
 * and is undefined when no node is left. A node's figures may be asked for by its id.
 */
export class Pool {
  private readonly columns: Columns;
  private readonly freeOnly: boolean;
  private readonly members: RowList;
  /** 1: meets the needs and may be given work; a member unless it must be free and is not. */
  private eligible: Uint8Array;
  private cycle: RowCycle | null = null;
  private shares: ShareOrder | null = null;
  private loads: LoadOrder | null = null;
  private free: RowList | null = null;
  private works: WorkOrder | null = null;
  private healths: Tournament | null = null;
  private nears: Tournament | null = null;

  /** `freeOnly`: the pool holds only nodes with a free slot. @internal */
  constructor(columns: Columns, freeOnly: boolean) {
    this.columns = columns;
    this.freeOnly = freeOnly;
    this.members = new RowList(columns);
    this.eligible = new Uint8Array(columns.capacity);
  }

  get size(): number {
    return this.members.size;
  }

  /** The members, in an order that means nothing and changes with every choice. */
  at(index: number): PartyId {
    return this.columns.ids[this.members.at(index)]! as PartyId;
  }

  has(node: PartyId): boolean {
    const row = this.columns.row(node);
    return row !== NO_ROW && this.members.has(row);
  }

  /** Whether a node is left that is no holder. */
  hasBesides(holders: readonly PartyId[]): boolean {
    return this.members.setAside(holders) > 0;
  }

  /** Copies assigned to a node and not yet ended, by the coordinator's own count. */
  load(node: PartyId): number {
    return this.columns.load[this.columns.row(node)]!;
  }

  slots(node: PartyId): number {
    return this.columns.slots[this.columns.row(node)]!;
  }

  /** Estimated microseconds of work of all copies on a node, those that run counted in full. */
  work(node: PartyId): number {
    return this.columns.work[this.columns.row(node)]!;
  }

  /** 0 to 1; 0 for a node that has reported nothing. */
  health(node: PartyId): number {
    return this.columns.health[this.columns.row(node)]!;
  }

  reputation(node: PartyId): number {
    return this.columns.reputation[this.columns.row(node)]!;
  }

  /** Measured round trip in microseconds; NaN if there is no measurement yet. */
  latency(node: PartyId): number {
    return this.columns.latency[this.columns.row(node)]!;
  }

  /** Grams of CO2 per kWh of a node's grid, as it last reported; NaN if it has reported nothing. */
  carbon(node: PartyId): number {
    return this.columns.carbon[this.columns.row(node)]!;
  }

  /** Watts for each copy that runs on a node, above what it draws when idle, by its last reports; NaN if unknown. */
  marginalPower(node: PartyId): number {
    return this.columns.marginal[this.columns.row(node)]!;
  }

  capabilities(node: PartyId): Capabilities | undefined {
    return this.columns.capabilities[this.columns.row(node)];
  }

  /** Any node, each as likely. O(1). */
  random(holders: readonly PartyId[], random: Random): PartyId | undefined {
    return this.party(this.members.random(holders, random));
  }

  /** Draws up to `count` distinct nodes, each set as likely, and returns how many there are. O(count). */
  sample(count: number, holders: readonly PartyId[], random: Random): number {
    return this.members.draw(count, holders, random);
  }

  /** The nodes of the last sample, in random order; valid until the pool's next choice or change. */
  sampled(index: number): PartyId {
    return this.columns.ids[this.members.drawn(index)]! as PartyId;
  }

  /** The next node in turn, in the order in which nodes first joined the mesh. O(log n), base 32. */
  nextInTurn(holders: readonly PartyId[]): PartyId | undefined {
    this.cycle ??= this.filled(new RowCycle(this.columns));
    return this.party(this.cycle.next(holders));
  }

  /** The next node in turn when turns are in proportion to slots times speed. O(log n). */
  nextByCapacity(holders: readonly PartyId[], random: Random): PartyId | undefined {
    this.shares ??= this.filled(new ShareOrder(this.columns));
    return this.party(this.shares.next(holders, random));
  }

  /** A node with the least load. O(1). */
  leastLoaded(holders: readonly PartyId[], random: Random): PartyId | undefined {
    this.loads ??= this.filled(new LoadOrder(this.columns));
    return this.party(this.loads.least(holders, random));
  }

  /** Any node with a free slot. O(1). */
  anyFree(holders: readonly PartyId[], random: Random): PartyId | undefined {
    if (this.free === null) {
      this.free = new RowList(this.columns);
      for (let index = 0; index < this.size; index++) this.fileFree(this.members.at(index));
    }
    return this.party(this.free.random(holders, random));
  }

  /**
   * Any node with a free slot, else one with the least estimated work left for each slot. Exact for nodes with one
   * slot if the estimates are. O(log n).
   */
  leastWorkLeft(holders: readonly PartyId[], now: Instant, random: Random): PartyId | undefined {
    if (this.works === null) {
      this.works = new WorkOrder(this.columns);
      for (let index = 0; index < this.size; index++) this.works.update(this.members.at(index));
    }
    return this.party(this.works.least(holders, now, random));
  }

  /** A node with the best health. O(log n). */
  healthiest(holders: readonly PartyId[], random: Random): PartyId | undefined {
    if (this.healths === null) {
      this.healths = new Tournament(this.columns);
      for (let index = 0; index < this.size; index++) this.fileHealth(this.members.at(index));
    }
    return this.party(this.healths.least(holders, random));
  }

  /** A node with the least sum of measured round trip (0 while unknown) and work for each slot. O(log n). */
  nearest(holders: readonly PartyId[], random: Random): PartyId | undefined {
    if (this.nears === null) {
      this.nears = new Tournament(this.columns);
      for (let index = 0; index < this.size; index++) this.fileNear(this.members.at(index));
    }
    return this.party(this.nears.least(holders, random));
  }

  /** Lets a node in or puts it out, or takes in that its capabilities changed. @internal */
  admit(row: number, eligible: boolean): void {
    this.exit(row);
    this.eligible[row] = eligible ? 1 : 0;
    if (eligible && this.wants(row)) this.enter(row);
  }

  /** @internal */
  admits(row: number): boolean {
    return this.eligible[row] === 1;
  }

  /** @internal */
  loadChanged(row: number): void {
    if (this.eligible[row] === 0) return;
    if (this.freeOnly) {
      const wanted = this.wants(row);
      if (wanted !== this.members.has(row)) {
        if (wanted) this.enter(row);
        else this.exit(row);
        return;
      }
      if (!wanted) return;
    }
    if (this.loads !== null) this.loads.update(row);
    if (this.free !== null) this.fileFree(row);
    if (this.works !== null) this.works.update(row);
    if (this.nears !== null) this.fileNear(row);
  }

  /** @internal */
  healthChanged(row: number): void {
    if (this.healths !== null && this.members.has(row)) this.fileHealth(row);
  }

  /** @internal */
  latencyChanged(row: number): void {
    if (this.nears !== null && this.members.has(row)) this.fileNear(row);
  }

  /** Makes room after the columns have grown. @internal */
  reserve(): void {
    this.eligible = grown(this.eligible, this.columns.capacity, 0);
    this.members.reserve();
    this.cycle?.reserve();
    this.shares?.reserve();
    this.loads?.reserve();
    this.free?.reserve();
    this.works?.reserve();
    this.healths?.reserve();
    this.nears?.reserve();
  }

  private wants(row: number): boolean {
    return !this.freeOnly || this.columns.load[row]! < this.columns.slots[row]!;
  }

  private enter(row: number): void {
    this.members.add(row);
    this.cycle?.add(row);
    this.shares?.add(row);
    this.loads?.add(row);
    this.works?.update(row);
    if (this.free !== null) this.fileFree(row);
    if (this.healths !== null) this.fileHealth(row);
    if (this.nears !== null) this.fileNear(row);
  }

  private exit(row: number): void {
    if (!this.members.has(row)) return;
    this.members.remove(row);
    this.cycle?.remove(row);
    this.shares?.remove(row);
    this.loads?.remove(row);
    this.works?.remove(row);
    this.free?.remove(row);
    this.healths?.remove(row);
    this.nears?.remove(row);
  }

  private fileFree(row: number): void {
    if (this.columns.load[row]! < this.columns.slots[row]!) this.free!.add(row);
    else this.free!.remove(row);
  }

  private fileHealth(row: number): void {
    this.healths!.set(row, -this.columns.health[row]!);
  }

  private fileNear(row: number): void {
    const { latency, work, slots } = this.columns;
    const known = latency[row]!;
    this.nears!.set(row, (known >= 0 ? known : 0) + work[row]! / slots[row]!);
  }

  private filled<I extends { add(row: number): void }>(index: I): I {
    for (let at = 0; at < this.size; at++) index.add(this.members.at(at));
    return index;
  }

  private party(row: number): PartyId | undefined {
    return row === NO_ROW ? undefined : (this.columns.ids[row]! as PartyId);
  }
}
