// Faults of the network and of machines that are slow: what they do to messages and to work. Transports keep trying, as
// TCP and those above it do, so that a message is late and not lost: what a partition holds back arrives when it ends.

import type { Duration, PartyId } from '../../core/foundation/index.ts';
import { IdMap } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Fault } from '../scenario/cells.ts';
import { type Clocks, clocksOf } from './clocks.ts';
import type { DiskFault } from './disk.ts';
import type { Happening } from './happenings.ts';
import type { MemoryFault } from './memory.ts';
import { type AccessLink, PAIRS, RETRANSMIT_AFTER, RETRANSMIT_AT_LATEST } from './network.ts';
import { Pauses } from './pauses.ts';

/** Kinds that make messages late, and keep the order of a pair. */
const MESSAGES_HELD = ['partition', 'delay', 'drop', 'clog', 'corrupt', 'pause'];

/** Kinds that stop machines, or heat their rooms: not for here. */
const OUTAGES = ['crash', 'churn', 'overheat'];

/** A fault while it lasts. */
export interface Active {
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
  private readonly doubled: readonly Active[];
  private readonly throttled: readonly Active[];
  private readonly machines: readonly Active[];
  readonly pauses: Pauses;
  /** Undefined if all clocks are right. */
  readonly clocks: Clocks | undefined;
  private readonly lastArrival: IdMap<number> = new IdMap<number>();

  /** `partyOf` gives the parties of a name: a node, `coordinator` or `clients`. */
  constructor(
    happenings: readonly Happening[],
    partyOf: (name: string) => readonly PartyId[],
    open: (name: string) => Random,
  ) {
    const all = happenings.map(({ fault, stream }): Active => {
      const sides = new Map<PartyId, number>();
      if (fault.kind === 'partition') {
        fault.groups.forEach((group, side) => {
          for (const party of group.flatMap(partyOf)) sides.set(party, side);
        });
      }
      const until = fault.for === undefined ? Infinity : fault.at + fault.for;
      const touches = new Set(fault.nodes.flatMap(partyOf));
      return { fault, from: fault.at, until, random: open(stream), sides, touches };
    });
    this.network = all.filter(({ fault }) => MESSAGES_HELD.includes(fault.kind));
    this.jumbled = all.filter(({ fault }) => fault.kind === 'reorder');
    this.slow = all.filter(({ fault }) => fault.kind === 'slow');
    this.doubled = all.filter(({ fault }) => fault.kind === 'duplicate');
    this.throttled = all.filter(({ fault }) => fault.kind === 'throttle');
    this.pauses = new Pauses(all.filter(({ fault }) => fault.kind === 'pause'));
    this.clocks = clocksOf(all);
    this.machines = all.filter(({ fault }) => fault.kind === 'disk' || fault.kind === 'memory');
  }

  disksOf(party: PartyId): readonly DiskFault[] {
    return this.machines.flatMap(({ fault, from, until, touches }) =>
      fault.kind === 'disk' && touches.has(party) ? [{ fails: fault.fails, from, until }] : [],
    );
  }

  memoryOf(party: PartyId): readonly MemoryFault[] {
    return this.machines.flatMap(({ fault, from, until, touches }) =>
      fault.kind === 'memory' && touches.has(party) ? [{ free: fault.free, from, until }] : [],
    );
  }

  /** When a message that would arrive at `at` does arrive. Messages of a pair stay in order, but for a fault of that. */
  arrival(from: PartyId, to: PartyId, at: number): number {
    let overtaken = this.inOrder(from, to, at);
    for (const active of this.jumbled) {
      const { fault, random, touches } = active;
      if (fault.kind !== 'reorder' || !lasts(active, at) || !(touches.has(from) || touches.has(to))) continue;
      if (random.uniform() < fault.probability) overtaken += Math.floor(random.uniform() * fault.by);
    }
    // Whatever made it late: whoever stands still then does not hear it.
    return this.pauses.due(to, overtaken);
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

  /** When a message that arrives at `at` arrives a second time; undefined if it does not. */
  again(from: PartyId, to: PartyId, at: number): number | undefined {
    for (const active of this.doubled) {
      const { fault, random, touches } = active;
      if (fault.kind !== 'duplicate' || !lasts(active, at) || !(touches.has(from) || touches.has(to))) continue;
      if (random.uniform() < fault.probability) return at + Math.floor(random.uniform() * fault.by);
    }
    return undefined;
  }

  /** What is left of a party's access link. */
  link(party: PartyId, link: AccessLink, now: number): AccessLink {
    let times = 1;
    for (const active of this.throttled) {
      const { fault, touches } = active;
      if (fault.kind === 'throttle' && lasts(active, now) && touches.has(party)) times *= fault.times;
    }
    return times === 1 ? link : { up: link.up / times, down: link.down / times };
  }

  /** When access links change. */
  get linkChanges(): readonly number[] {
    return this.throttled.flatMap(({ from, until }) => (until === Infinity ? [from] : [from, until]));
  }

  /** When a timer of a party fires that is due at `at`. */
  due(party: PartyId, at: number): number {
    return this.pauses.due(party, at);
  }

  /** How long work takes that begins now and would take so long. */
  lasting(node: PartyId, now: number, elapsed: Duration): Duration {
    return this.pauses.lasting(node, now, this.slowed(node, now, elapsed)) as Duration;
  }

  /** The same, apart from pauses. */
  slowed(node: PartyId, now: number, elapsed: Duration): Duration {
    const times = this.slowness(node, now);
    return times === 1 ? elapsed : (Math.round(elapsed * times) as Duration);
  }

  /** How many times as long work takes that begins now. */
  private slowness(node: PartyId, now: number): number {
    let times = 1;
    for (const active of this.slow) {
      const { fault, touches } = active;
      if (fault.kind === 'slow' && lasts(active, now) && touches.has(node)) times *= fault.times;
    }
    return times;
  }
}

/** Undefined if no fault touches messages, work or what is kept. */
export function troubleOf(
  happenings: readonly Happening[],
  partyOf: (name: string) => readonly PartyId[],
  open: (name: string) => Random,
): Trouble | undefined {
  const troubling = happenings.filter(({ fault: { kind } }) => !OUTAGES.includes(kind)).flatMap(withStandstill);
  return troubling.length === 0 ? undefined : new Trouble(troubling, partyOf, open);
}

/** A coordinator acts on nothing that it could not write down first: while its disk is full, it stands still. */
function withStandstill(happens: Happening): readonly Happening[] {
  const { fault } = happens;
  if (fault.kind !== 'disk' || fault.fails !== 'full' || !fault.nodes.includes('coordinator')) return [happens];
  const { at, for: length } = fault;
  const pause: Fault = { kind: 'pause', nodes: ['coordinator'], at, ...(length !== undefined && { for: length }) };
  return [happens, { ...happens, fault: pause }];
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
    case 'pause':
      return touches.has(to) ? Math.max(at, until) : at;
    case 'corrupt':
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
