// Rows in a ring, in row order: a bit set with a summary bit for each word of the level below, so that the next
// row after any place is found in one step for each level (four for a million rows), however sparse the set.

import type { PartyId } from '../foundation/index.ts';
import { type Columns, NO_ROW } from './columns.ts';

const WORD_BITS = 32;

export class RowCycle {
  private readonly columns: Columns;
  private levels: Int32Array[];
  private cursor = 0;

  constructor(columns: Columns) {
    this.columns = columns;
    this.levels = emptyLevels(columns.capacity);
  }

  reserve(): void {
    const old = this.levels;
    this.levels = emptyLevels(this.columns.capacity);
    const bits = old[0]!;
    for (let row = 0; row < bits.length * WORD_BITS; row++) {
      if ((bits[row >>> 5]! & (1 << (row & 31))) !== 0) this.add(row);
    }
  }

  add(row: number): void {
    let at = row;
    for (const level of this.levels) {
      level[at >>> 5]! |= 1 << (at & 31);
      at >>>= 5;
    }
  }

  remove(row: number): void {
    let at = row;
    for (const level of this.levels) {
      const word = at >>> 5;
      level[word]! &= ~(1 << (at & 31));
      if (level[word] !== 0) return;
      at = word;
    }
  }

  /** The next row of the ring that is no holder's, or NO_ROW. */
  next(holders: readonly PartyId[]): number {
    let from = this.cursor;
    // Each round but the last finds another holder.
    for (let round = 0; round <= holders.length; round++) {
      let row = this.from(from);
      if (row === NO_ROW) row = this.from(0);
      if (row === NO_ROW) return NO_ROW;
      from = row + 1;
      if (!holders.includes(this.columns.ids[row]! as PartyId)) {
        this.cursor = from;
        return row;
      }
    }
    return NO_ROW;
  }

  /** The first row of the set that is not below `row`, or NO_ROW. */
  private from(row: number): number {
    const { levels } = this;
    let at = row;
    for (let level = 0; level < levels.length; level++) {
      const words = levels[level]!;
      const word = at >>> 5;
      if (word >= words.length) return NO_ROW;
      const bits = words[word]! & (-1 << (at & 31));
      if (bits !== 0) return this.descend(level, word * WORD_BITS + lowestBit(bits));
      at = word + 1;
    }
    return NO_ROW;
  }

  private descend(level: number, at: number): number {
    let found = at;
    for (let below = level - 1; below >= 0; below--) found = found * WORD_BITS + lowestBit(this.levels[below]![found]!);
    return found;
  }
}

function emptyLevels(capacity: number): Int32Array[] {
  const levels: Int32Array[] = [];
  let bits = capacity;
  do {
    bits = Math.ceil(bits / WORD_BITS);
    levels.push(new Int32Array(bits));
  } while (bits > 1);
  return levels;
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
