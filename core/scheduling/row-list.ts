// A set of rows in a dense array: O(1) to change, and to draw from at random without replacement.

import type { PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import { type Columns, grown, NO_ROW } from './columns.ts';

const ABSENT = -1;

/** Its order means nothing: drawing permutes it, which makes every draw exact and free of rejection. */
export class RowList {
  size = 0;
  private readonly columns: Columns;
  private rows: Int32Array;
  private place: Int32Array;
  private drawnFrom = 0;

  constructor(columns: Columns) {
    this.columns = columns;
    this.rows = new Int32Array(columns.capacity);
    this.place = new Int32Array(columns.capacity).fill(ABSENT);
  }

  reserve(): void {
    this.rows = grown(this.rows, this.columns.capacity, 0);
    this.place = grown(this.place, this.columns.capacity, ABSENT);
  }

  has(row: number): boolean {
    return this.place[row]! !== ABSENT;
  }

  at(index: number): number {
    return this.rows[index]!;
  }

  /** Does nothing if the row is in the list. */
  add(row: number): void {
    if (this.has(row)) return;
    this.rows[this.size] = row;
    this.place[row] = this.size;
    this.size++;
  }

  /** Does nothing if the row is not in the list. */
  remove(row: number): void {
    if (!this.has(row)) return;
    this.size--;
    this.swap(this.place[row]!, this.size);
    this.place[row] = ABSENT;
  }

  /** A uniformly random row that is no holder's, or NO_ROW. */
  random(holders: readonly PartyId[], random: Random): number {
    const front = this.setAside(holders);
    if (front === 0) return NO_ROW;
    return this.rows[front === 1 ? 0 : random.below(front)]!;
  }

  /** Draws up to `count` distinct rows, none a holder's, and returns how many: see `drawn`. */
  draw(count: number, holders: readonly PartyId[], random: Random): number {
    const all = this.setAside(holders);
    let front = all;
    while (all - front < count && front > 0) {
      const at = front === 1 ? 0 : random.below(front);
      front--;
      this.swap(at, front);
    }
    this.drawnFrom = front;
    return all - front;
  }

  /** The rows of the last draw, in random order, until the list changes. */
  drawn(index: number): number {
    return this.rows[this.drawnFrom + index]!;
  }

  /** Moves the holders' rows behind the others, and returns how many others there are. */
  setAside(holders: readonly PartyId[]): number {
    let front = this.size;
    for (const holder of holders) {
      const row = this.columns.row(holder);
      if (row === NO_ROW) continue;
      const at = this.place[row]!;
      if (at === ABSENT || at >= front) continue;
      front--;
      this.swap(at, front);
    }
    return front;
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
