// Rows ordered by a key that changes: a tournament tree whose inner nodes hold the least key below them and how
// many rows share it. One change costs one path to the root; ties are drawn exactly at random, which a heap cannot.

import type { PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import { type Columns, NO_ROW } from './columns.ts';

/** The key of a row that does not take part. */
const OUT = Infinity;

export class Tournament {
  private readonly columns: Columns;
  /** Number of leaves, a power of two: the leaf of a row is at `leaves + row`, the root at 1. */
  private leaves: number;
  private keys: Float64Array;
  private count: Int32Array;
  private readonly hidden: number[] = [];
  private readonly hiddenKeys: number[] = [];

  constructor(columns: Columns) {
    this.columns = columns;
    this.leaves = columns.capacity;
    this.keys = new Float64Array(2 * this.leaves).fill(OUT);
    this.count = new Int32Array(2 * this.leaves);
  }

  reserve(): void {
    const { keys, leaves } = this;
    this.leaves = this.columns.capacity;
    this.keys = new Float64Array(2 * this.leaves).fill(OUT);
    this.count = new Int32Array(2 * this.leaves);
    for (let row = 0; row < leaves; row++) if (keys[leaves + row] !== OUT) this.set(row, keys[leaves + row]!);
  }

  has(row: number): boolean {
    return this.keys[this.leaves + row] !== OUT;
  }

  /** The key of a row that takes part. */
  key(row: number): number {
    return this.keys[this.leaves + row]!;
  }

  /** Enters a row or changes its key, which is finite. */
  set(row: number, key: number): void {
    const leaf = this.leaves + row;
    if (this.keys[leaf] === key) return;
    this.keys[leaf] = key;
    this.count[leaf] = key === OUT ? 0 : 1;
    this.replay(leaf);
  }

  remove(row: number): void {
    this.set(row, OUT);
  }

  /** The least key of all, or Infinity. */
  leastKey(): number {
    return this.keys[1]!;
  }

  /** One of the rows with the least key, or NO_ROW: for callers who will take them all. */
  first(): number {
    return this.ranked(0);
  }

  /** A random one of the rows with the least key that are no holder's, or NO_ROW. */
  least(holders: readonly PartyId[], random: Random): number {
    if (holders.length === 0) return this.winner(random);
    this.hide(holders);
    const row = this.winner(random);
    this.restore();
    return row;
  }

  private winner(random: Random): number {
    const ties = this.count[1]!;
    return this.ranked(ties > 1 ? random.below(ties) : 0);
  }

  /** The row of that rank among those with the least key. */
  private ranked(place: number): number {
    const { keys, count, leaves } = this;
    if (count[1] === 0) return NO_ROW;
    const key = keys[1]!;
    let rank = place;
    let at = 1;
    while (at < leaves) {
      at *= 2;
      const left = keys[at] === key ? count[at]! : 0;
      if (rank >= left) {
        rank -= left;
        at++;
      }
    }
    return at - leaves;
  }

  private hide(holders: readonly PartyId[]): void {
    for (const holder of holders) {
      const row = this.columns.row(holder);
      if (row === NO_ROW || !this.has(row)) continue;
      this.hidden.push(row);
      this.hiddenKeys.push(this.key(row));
      this.remove(row);
    }
  }

  private restore(): void {
    while (this.hidden.length > 0) this.set(this.hidden.pop()!, this.hiddenKeys.pop()!);
  }

  private replay(leaf: number): void {
    const { keys, count } = this;
    for (let at = leaf >>> 1; at >= 1; at >>>= 1) {
      const left = 2 * at;
      const leftKey = keys[left]!;
      const rightKey = keys[left + 1]!;
      const key = leftKey < rightKey ? leftKey : rightKey;
      const ties = (leftKey === key ? count[left]! : 0) + (rightKey === key ? count[left + 1]! : 0);
      if (keys[at] === key && count[at] === ties) return;
      keys[at] = key;
      count[at] = ties;
    }
  }
}
