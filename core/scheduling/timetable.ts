// A plan in the making: which machine each task of a job has been given, from when to when.

import type { PartyId } from '../foundation/index.ts';
import type { Horizon } from './horizon.ts';
import type { Problem } from './problem.ts';
import type { Placement } from './strategy.ts';

interface Booking {
  readonly task: number;
  readonly start: number;
  readonly end: number;
}

/** A place for a task that was found and not yet taken. */
export interface Offer {
  /** The node's place in the problem. */
  readonly at: number;
  readonly slot: number;
  readonly start: number;
  readonly end: number;
}

export class Timetable {
  private readonly problem: Problem;
  /** `insert`: a task may go into a gap between two that were placed before it. */
  private readonly insert: boolean;
  /** By node and slot, in the order of time. */
  private readonly bookings: Booking[][][];
  private readonly placed: (Offer | undefined)[];
  private readonly sequence: number[] = [];

  constructor(problem: Problem, insert: boolean) {
    this.problem = problem;
    this.insert = insert;
    this.bookings = problem.free.map((slots) => slots.map(() => []));
    this.placed = new Array<undefined>(problem.size).fill(undefined);
  }

  isPlaced(task: number): boolean {
    return this.placed[task] !== undefined;
  }

  /** Whether all inputs of a task have a place. */
  isReady(task: number): boolean {
    return this.problem.inputs[task]!.every(({ from }) => this.isPlaced(from));
  }

  /** The earliest end of a task on the node of a place; the first slot among equals. */
  offerAt(task: number, at: number): Offer {
    let best: Offer | undefined;
    for (let slot = 0; slot < this.bookings[at]!.length; slot++) {
      const offer = this.offerOn(task, at, slot);
      if (best === undefined || offer.end < best.end) best = offer;
    }
    return best!;
  }

  /** The earliest end of a task on one slot. */
  offerOn(task: number, at: number, slot: number): Offer {
    const time = this.problem.time(task, at);
    const start = this.startOn(at, slot, this.inputsAt(task, at), time);
    return { at, slot, start, end: start + time };
  }

  /** The earliest end of a task anywhere; the first node among equals. */
  earliest(task: number): Offer {
    let best: Offer | undefined;
    for (let at = 0; at < this.problem.nodes.length; at++) {
      const offer = this.offerAt(task, at);
      if (best === undefined || offer.end < best.end) best = offer;
    }
    return best!;
  }

  take(task: number, offer: Offer): void {
    const { at, slot, start, end } = offer;
    const bookings = this.bookings[at]![slot]!;
    let place = bookings.length;
    while (place > 0 && isBefore({ start, end }, bookings[place - 1]!)) place--;
    bookings.splice(place, 0, { task, start, end });
    this.placed[task] = offer;
    this.sequence.push(task);
  }

  /** In the order of starting, none before its inputs; takes up the time on the horizon. */
  placements(horizon: Horizon): Placement[] {
    const rank = new Map(this.sequence.map((task, position) => [task, position]));
    const tasks = [...this.sequence].sort((a, b) => {
      const [one, other] = [this.placed[a]!, this.placed[b]!];
      return one.start - other.start || one.end - other.end || rank.get(a)! - rank.get(b)!;
    });
    return tasks.map((task) => {
      const { at, slot, end } = this.placed[task]!;
      const node: PartyId = this.problem.nodes[at]!;
      horizon.extend(node, slot, end);
      return { task, node };
    });
  }

  /** When the last input of a task is on the node of a place. */
  private inputsAt(task: number, at: number): number {
    let ready: number = this.problem.now;
    for (const input of this.problem.inputs[task]!) {
      const source = this.placed[input.from]!;
      ready = Math.max(ready, source.end + this.problem.transfer(input, source.at, at));
    }
    return ready;
  }

  private startOn(at: number, slot: number, ready: number, time: number): number {
    const bookings = this.bookings[at]![slot]!;
    let from = Math.max(ready, this.problem.free[at]![slot]!);
    if (!this.insert) return Math.max(from, bookings.at(-1)?.end ?? 0);
    for (const { start, end } of bookings) {
      if (from + time <= start) break;
      from = Math.max(from, end);
    }
    return from;
  }
}

const isBefore = (one: Omit<Booking, 'task'>, other: Booking): boolean =>
  one.start < other.start || (one.start === other.start && one.end < other.end);
