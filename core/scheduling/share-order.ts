// Turns in proportion to capacity. Each turn of a node costs it the inverse of its weight, and the node that would
// finish its turn first is next: stride scheduling (Waldspurger and Weihl, 1995), with the virtual clock of
// self-clocked fair queueing (Golestani, 1994) for nodes that come and go. Smooth, and O(log n) a turn.

import type { PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import { type Columns, grown, NO_ROW } from './columns.ts';
import { Tournament } from './tournament.ts';

export class ShareOrder {
  private readonly columns: Columns;
  private readonly turns: Tournament;
  /** Virtual time at which the next turn of each row would end. */
  private finish: Float64Array;
  private clock = 0;

  constructor(columns: Columns) {
    this.columns = columns;
    this.turns = new Tournament(columns);
    this.finish = new Float64Array(columns.capacity);
  }

  reserve(): void {
    this.turns.reserve();
    this.finish = grown(this.finish, this.columns.capacity, 0);
  }

  /** A row that comes back does not make up for the turns it missed. */
  add(row: number): void {
    this.schedule(row, Math.max(this.finish[row]!, this.clock + this.stride(row)));
  }

  remove(row: number): void {
    this.turns.remove(row);
  }

  /** The row whose turn it is among those that are no holder's, ties at random, or NO_ROW. Takes the turn. */
  next(holders: readonly PartyId[], random: Random): number {
    const row = this.turns.least(holders, random);
    if (row === NO_ROW) return NO_ROW;
    const finished = this.finish[row]!;
    if (finished > this.clock) this.clock = finished;
    this.schedule(row, finished + this.stride(row));
    return row;
  }

  private schedule(row: number, finish: number): void {
    this.finish[row] = finish;
    this.turns.set(row, finish);
  }

  private stride(row: number): number {
    return 1 / (this.columns.slots[row]! * this.columns.speed[row]!);
  }
}
