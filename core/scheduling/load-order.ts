// Rows sorted by load in one array, bucket after bucket: a load that rises or falls by one is one swap and one
// moved boundary, and the least loaded rows are always the first.

import type { PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import { type Columns, grown, NO_ROW } from './columns.ts';

const ABSENT = -1;

export class LoadOrder {
  private readonly columns: Columns;
  private size = 0;
  private rows: Int32Array;
  private place: Int32Array;
  /** The load under which each row is filed. */
  private filed: Int32Array;
  /** Where the bucket of each load up to `top` begins. */
  private start: Int32Array = new Int32Array(64);
  /** The highest load filed, or 0. */
  private top = 0;

  constructor(columns: Columns) {
    this.columns = columns;
    this.rows = new Int32Array(columns.capacity);
    this.place = new Int32Array(columns.capacity).fill(ABSENT);
    this.filed = new Int32Array(columns.capacity);
  }

  reserve(): void {
    this.rows = grown(this.rows, this.columns.capacity, 0);
    this.place = grown(this.place, this.columns.capacity, ABSENT);
    this.filed = grown(this.filed, this.columns.capacity, 0);
  }

  /** Files a row under its load. Takes time in proportion to the span of loads above it. */
  add(row: number): void {
    const load = this.columns.load[row]!;
    if (load > this.top) this.raiseTop(load);
    const { rows, place, start } = this;
    let hole = this.size;
    for (let bucket = this.top; bucket > load; bucket--) {
      const first = start[bucket]!;
      this.put(rows[first]!, hole, first === hole);
      start[bucket] = first + 1;
      hole = first;
    }
    rows[hole] = row;
    place[row] = hole;
    this.filed[row] = load;
    this.size++;
  }

  remove(row: number): void {
    let hole = this.place[row]!;
    for (let bucket = this.filed[row]!; bucket <= this.top; bucket++) {
      const last = this.startOf(bucket + 1) - 1;
      this.put(this.rows[last]!, hole, last === hole);
      if (bucket < this.top) this.start[bucket + 1] = last;
      hole = last;
    }
    this.place[row] = ABSENT;
    this.size--;
    this.lowerTop();
  }

  /** Files a row of the order anew after its load has changed. */
  update(row: number): void {
    const load = this.columns.load[row]!;
    while (this.filed[row]! < load) this.raise(row);
    while (this.filed[row]! > load) this.lower(row);
  }

  /** A random one of the least loaded rows that are no holder's, or NO_ROW. */
  least(holders: readonly PartyId[], random: Random): number {
    for (let from = 0; from < this.size; ) {
      const to = this.startOf(this.filed[this.rows[from]!]! + 1);
      const front = holders.length === 0 ? to : this.setAside(holders, from, to);
      if (front - from === 1) return this.rows[from]!;
      if (front > from) return this.rows[from + random.below(front - from)]!;
      from = to;
    }
    return NO_ROW;
  }

  /** Moves the holders' rows of a bucket behind its others, and returns where the others end. */
  private setAside(holders: readonly PartyId[], from: number, to: number): number {
    let front = to;
    for (const holder of holders) {
      const row = this.columns.row(holder);
      const at = row === NO_ROW ? ABSENT : this.place[row]!;
      if (at < from || at >= front) continue;
      front--;
      this.swap(at, front);
    }
    return front;
  }

  private raise(row: number): void {
    const load = this.filed[row]! + 1;
    if (load > this.top) this.raiseTop(load);
    const last = this.start[load]! - 1;
    this.swap(this.place[row]!, last);
    this.start[load] = last;
    this.filed[row] = load;
  }

  private lower(row: number): void {
    const load = this.filed[row]!;
    const first = this.start[load]!;
    this.swap(this.place[row]!, first);
    this.start[load] = first + 1;
    this.filed[row] = load - 1;
    this.lowerTop();
  }

  private startOf(load: number): number {
    return load > this.top ? this.size : this.start[load]!;
  }

  private raiseTop(load: number): void {
    if (load >= this.start.length) this.start = grown(this.start, Math.max(load + 1, this.start.length * 2), 0);
    while (this.top < load) {
      this.top++;
      this.start[this.top] = this.size;
    }
  }

  private lowerTop(): void {
    while (this.top > 0 && this.start[this.top] === this.size) this.top--;
  }

  private put(row: number, at: number, already: boolean): void {
    if (already) return;
    this.rows[at] = row;
    this.place[row] = at;
  }

  private swap(a: number, b: number): void {
    const { rows, place } = this;
    const rowA = rows[a]!;
    const rowB = rows[b]!;
    rows[a] = rowB;
    rows[b] = rowA;
    place[rowA] = b;
    place[rowB] = a;
  }
}
