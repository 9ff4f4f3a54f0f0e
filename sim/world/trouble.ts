// Faults of the network and of machines that are slow: what they do to messages and to work. Transports keep trying, as
// TCP and those above it do, so that a message is late and not lost: what a partition holds back arrives when it ends.

import type { PartyId } from '../../core/foundation/index.ts';
import { IdMap } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Fault } from '../scenario/index.ts';
import { PAIRS, RETRANSMIT_AFTER, RETRANSMIT_AT_LATEST } from './network.ts';

/** A fault while it lasts. */
interface Active {
  readonly fault: Fault;
  readonly from: number;
  readonly until: number;
  readonly random: Random;
  /** By party: which side of a partition; 0 for those that nobody names, who are with the first. */
  readonly sides: ReadonlyMap<PartyId, number>;
  readonly touches: ReadonlySet<PartyId>;
}

export class Trouble {
  private readonly network: readonly Active[];
  private readonly slow: readonly Active[];
  private readonly jumbled: readonly Active[];
  private readonly lastArrival: IdMap<number> = new IdMap<number>();

  /** `partyOf` gives the parties of a name: a node, `coordinator` or `clients`. */
  constructor(faults: readonly Fault[], partyOf: (name: string) => readonly PartyId[], open: (name: string) => Random) {
    const all = faults.map((fault, index): Active => {
      const sides = new Map<PartyId, number>();
      if (fault.kind === 'partition') {
        fault.groups.forEach((group, side) => {
          for (const party of group.flatMap(partyOf)) sides.set(party, side);
        });
      }
      const until = fault.for === undefined ? Infinity : fault.at + fault.for;
      const touches = new Set(fault.nodes.flatMap(partyOf));
      return { fault, from: fault.at, until, random: open(`fault/${index}`), sides, touches };
    });
    this.network = all.filter(({ fault }) => ['partition', 'delay', 'drop', 'clog'].includes(fault.kind));
    this.jumbled = all.filter(({ fault }) => fault.kind === 'reorder');
    this.slow = all.filter(({ fault }) => fault.kind === 'slow');
  }

  /** When a message that would arrive at `at` does arrive. Messages of a pair stay in order, but for a fault of that. */
  arrival(from: PartyId, to: PartyId, at: number): number {
    let overtaken = this.inOrder(from, to, at);
    for (const active of this.jumbled) {
      const { fault, random, touches } = active;
      if (fault.kind !== 'reorder' || !lasts(active, at) || !(touches.has(from) || touches.has(to))) continue;
      if (random.uniform() < fault.probability) overtaken += Math.floor(random.uniform() * fault.by);
    }
    return overtaken;
  }

  private inOrder(from: PartyId, to: PartyId, at: number): number {
    if (this.network.length === 0) return at;
    let late = at;
    for (const active of this.network) if (lasts(active, at)) late = held(active, from, to, late);
    const pair = from * PAIRS + to;
    const ordered = Math.max(late, this.lastArrival.get(pair) ?? 0);
    if (ordered > at || this.lastArrival.has(pair)) this.lastArrival.set(pair, ordered);
    return ordered;
  }

  /** How many times as long work takes that begins now. */
  slowness(node: PartyId, now: number): number {
    let times = 1;
    for (const active of this.slow) {
      const { fault, touches } = active;
      if (fault.kind === 'slow' && lasts(active, now) && touches.has(node)) times *= fault.times;
    }
    return times;
  }
}

/** Undefined if no fault touches messages or work. */
export function troubleOf(
  faults: readonly Fault[],
  partyOf: (name: string) => readonly PartyId[],
  open: (name: string) => Random,
): Trouble | undefined {
  const troubling = faults.filter(({ kind }) => kind !== 'crash');
  return troubling.length === 0 ? undefined : new Trouble(troubling, partyOf, open);
}

const lasts = ({ from, until }: Active, at: number): boolean => at >= from && at < until;

function held({ fault, until, random, sides, touches }: Active, from: PartyId, to: PartyId, at: number): number {
  switch (fault.kind) {
    case 'partition': {
      const [left, right] = [sides.get(from) ?? 0, sides.get(to) ?? 0];
      const apart = left !== right && (!fault.oneWay || left > right);
      return apart ? Math.max(at, until) : at;
    }
    case 'clog':
      return touches.has(from) || touches.has(to) ? Math.max(at, until) : at;
    case 'delay':
      return touches.has(from) || touches.has(to) ? at + fault.by : at;
    case 'drop': {
      if (!touches.has(from) && !touches.has(to)) return at;
      let late = at;
      for (let timeout = RETRANSMIT_AFTER; late < until && random.uniform() < fault.probability; ) {
        late += timeout;
        timeout = Math.min(timeout * 2, RETRANSMIT_AT_LATEST);
      }
      return late;
    }
    default:
      return at;
  }
}
