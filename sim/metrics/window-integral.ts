// The area under a step function of each node, over the time of the window. No work at a submission: where the
// window ends is known only when the run has ended, so each node remembers its area up to the submission that was
// the last one when its level last changed.

import type { PartyId } from '../../core/foundation/index.ts';
import type { Window } from './window.ts';

// The four numbers of a node stand side by side, so that a change touches one cache line.
const LEVEL = 0;
const SINCE = 1;
/** Area up to SINCE. */
const AREA = 2;
/** Area up to the last submission before SINCE. */
const CLIPPED = 3;
const WIDTH = 4;

export class WindowIntegral {
  private readonly window: Window;
  private nodes: Float64Array = new Float64Array(64 * WIDTH);

  constructor(window: Window) {
    this.window = window;
  }

  /** Raises or lowers the level of a node, which begins at 0. */
  add(node: PartyId, change: number, at: number): void {
    this.set(node, this.level(node) + change, at);
  }

  set(node: PartyId, next: number, at: number): void {
    const base = node * WIDTH;
    if (base >= this.nodes.length) this.grow(base);
    const { nodes } = this;
    const { from, last } = this.window;
    const level = nodes[base + LEVEL]!;
    const since = nodes[base + SINCE]!;
    if (level !== 0) {
      const area = nodes[base + AREA]!;
      const begin = since > from ? since : from;
      if (last >= since) nodes[base + CLIPPED] = last > begin ? area + level * (last - begin) : area;
      if (at > begin) nodes[base + AREA] = area + level * (at - begin);
    } else if (last >= since) {
      nodes[base + CLIPPED] = nodes[base + AREA]!;
    }
    nodes[base + LEVEL] = next;
    nodes[base + SINCE] = at;
  }

  level(node: PartyId): number {
    return this.nodes[node * WIDTH + LEVEL] ?? 0;
  }

  /** Level times microseconds from the window's begin to its end, once the last submission has been seen. */
  area(node: PartyId): number {
    const { nodes } = this;
    const { from, last } = this.window;
    const base = node * WIDTH;
    if (base >= nodes.length) return 0;
    const since = nodes[base + SINCE]!;
    if (last < since) return nodes[base + CLIPPED]!;
    const begin = Math.max(since, from);
    return nodes[base + AREA]! + nodes[base + LEVEL]! * Math.max(0, last - begin);
  }

  private grow(base: number): void {
    const wider = new Float64Array(Math.max(base + WIDTH, this.nodes.length * 2));
    wider.set(this.nodes);
    this.nodes = wider;
  }
}
