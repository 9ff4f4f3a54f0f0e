// What the coordinator knows of each node, as typed columns. A node has one row for life, in the order in which
// nodes were first heard of; indexes and pools speak of rows, so that they stay dense wherever party ids begin.

import type { PartyId } from '../foundation/index.ts';
import type { Capabilities } from '../protocol/index.ts';

/** No such row. */
export const NO_ROW = -1;
/** Of a node whose reputation is unknown: the mean of the uniform prior. */
const REPUTATION_UNKNOWN = 0.5;
const FIRST_CAPACITY = 64;

export class Columns {
  /** Rows in use. */
  count = 0;
  /** Rows the columns have room for. */
  capacity: number = FIRST_CAPACITY;
  ids: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** 1: a member that may be given work now. */
  assignable: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  /** Copies assigned and not yet freed. */
  load: Int32Array = new Int32Array(FIRST_CAPACITY);
  slots: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** Gas per second of one slot. */
  speed: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Sum of the estimates of the copies in `load`, in microseconds on this node. */
  work: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Instant at which the node should have worked all of it off. */
  ends: Float64Array = new Float64Array(FIRST_CAPACITY);
  health: Float64Array = new Float64Array(FIRST_CAPACITY);
  reputation: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Measured round trip in microseconds; NaN if unknown. */
  latency: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Grams of CO2 per kWh of its grid, as it last reported; NaN if unknown. */
  carbon: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Watts that it draws when idle, and for each copy that runs, as learned from its reports; NaN if unknown. */
  idle: Float64Array = new Float64Array(FIRST_CAPACITY);
  marginal: Float64Array = new Float64Array(FIRST_CAPACITY);
  readonly capabilities: (Capabilities | undefined)[] = [];
  private rows: Int32Array = new Int32Array(FIRST_CAPACITY).fill(NO_ROW);

  /** The row of a node, or NO_ROW if it was never heard of. */
  row(node: PartyId): number {
    return node >= 0 && node < this.rows.length ? this.rows[node]! : NO_ROW;
  }

  /** The row of a node, made if it has none. */
  rowFor(node: PartyId): number {
    const known = this.row(node);
    return known === NO_ROW ? this.append(node) : known;
  }

  private append(node: PartyId): number {
    const row = this.count;
    if (row === this.capacity) this.grow();
    if (node >= this.rows.length) this.rows = grown(this.rows, Math.max(node + 1, this.rows.length * 2), NO_ROW);
    this.rows[node] = row;
    this.ids[row] = node;
    this.reputation[row] = REPUTATION_UNKNOWN;
    this.latency[row] = NaN;
    this.carbon[row] = NaN;
    this.idle[row] = NaN;
    this.marginal[row] = NaN;
    this.capabilities.push(undefined);
    this.count++;
    return row;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.capacity = capacity;
    this.ids = grown(this.ids, capacity, 0);
    this.assignable = grown(this.assignable, capacity, 0);
    this.load = grown(this.load, capacity, 0);
    this.slots = grown(this.slots, capacity, 0);
    this.speed = grown(this.speed, capacity, 0);
    this.work = grown(this.work, capacity, 0);
    this.ends = grown(this.ends, capacity, 0);
    this.health = grown(this.health, capacity, 0);
    this.reputation = grown(this.reputation, capacity, 0);
    this.latency = grown(this.latency, capacity, 0);
    this.carbon = grown(this.carbon, capacity, 0);
    this.idle = grown(this.idle, capacity, 0);
    this.marginal = grown(this.marginal, capacity, 0);
  }
}

/** A longer copy of a column, its new places filled with `filler`. */
export function grown<A extends Int32Array | Uint8Array | Float64Array>(
  column: A,
  capacity: number,
  filler: number,
): A {
  const longer = new (column.constructor as new (length: number) => A)(capacity);
  longer.set(column);
  longer.fill(filler, column.length);
  return longer;
}
