// The copies of each open task that have run: where, from when, until when. Numbers in recycled slots of typed
// columns; the copies of one task are chained.

import type { PartyId } from '../../core/foundation/index.ts';

export const NONE = -1;
/** In place of the instant when a copy finished. */
export const RUNNING = -1;

export class Copies {
  start: Float64Array = new Float64Array(256);
  /** Instant, or RUNNING. */
  finish: Float64Array = new Float64Array(256);
  next: Int32Array = new Int32Array(256);
  private node: Int32Array = new Int32Array(256);
  private copy: Int32Array = new Int32Array(256);
  private used = 0;
  private free = NONE;

  /** The entry of a copy on a node in the chain that begins at `head`, or NONE. */
  find(head: number, node: PartyId, copy: number): number {
    let at = head;
    while (at !== NONE && (this.copy[at] !== copy || this.node[at] !== node)) at = this.next[at]!;
    return at;
  }

  /** Puts a copy before `head`, and returns its entry: the new head. */
  add(head: number, node: PartyId, copy: number): number {
    let at = this.free;
    if (at === NONE) {
      at = this.used++;
      if (at === this.next.length) this.grow();
    } else {
      this.free = this.next[at]!;
    }
    this.node[at] = node;
    this.copy[at] = copy;
    this.next[at] = head;
    return at;
  }

  /** Takes an entry out of its chain, and returns the chain's head. */
  remove(head: number, entry: number): number {
    const after = this.next[entry]!;
    this.next[entry] = this.free;
    this.free = entry;
    if (head === entry) return after;
    let before = head;
    while (this.next[before] !== entry) before = this.next[before]!;
    this.next[before] = after;
    return head;
  }

  private grow(): void {
    const length = this.next.length * 2;
    this.start = widen(this.start, new Float64Array(length));
    this.finish = widen(this.finish, new Float64Array(length));
    this.next = widen(this.next, new Int32Array(length));
    this.node = widen(this.node, new Int32Array(length));
    this.copy = widen(this.copy, new Int32Array(length));
  }
}

/** Copies a column to the begin of a longer one, which it returns. */
export function widen<T extends Float64Array | Int32Array | Uint8Array>(column: T, wider: T): T {
  wider.set(column);
  return wider;
}
