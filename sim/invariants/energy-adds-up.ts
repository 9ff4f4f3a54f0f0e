// A meter of our own at each node: the power it draws over time, against what it is said to have spent on what.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import { CompensatedSum, MICROSECONDS_PER_SECOND } from '../../core/foundation/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_STARTED,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  POWER_CHANGED,
} from '../../core/protocol/index.ts';
import type { Broken, InvariantDefinition, InvariantFold } from './invariant.ts';

const TOLERANCE = 1e-9;

export const energyAddsUp: InvariantDefinition = {
  name: 'energy-adds-up',
  statement:
    'Each joule belongs to one copy or to idling: of every node, and of all together, they add up to the integral of power within 1e-9; no copy that started goes without, and none spends less than nothing.',
  create: (broken) => new Meters(broken),
};

class Meter {
  readonly drawn: CompensatedSum = new CompensatedSum();
  readonly idle: CompensatedSum = new CompensatedSum();
  readonly copies: CompensatedSum = new CompensatedSum();
  running = 0;
  private watts = 0;
  private idleWatts = 0;
  private since = 0;

  /** From now on. */
  set(at: number, watts: number, idleWatts: number): void {
    this.until(at);
    this.watts = watts;
    this.idleWatts = idleWatts;
  }

  setWatts(at: number, watts: number): void {
    this.set(at, watts, this.idleWatts);
  }

  setIdle(at: number, idleWatts: number): void {
    this.set(at, this.watts, idleWatts);
  }

  until(at: number): void {
    if (at === this.since) return;
    const seconds = (at - this.since) / MICROSECONDS_PER_SECOND;
    this.since = at;
    this.drawn.add(this.watts * seconds);
    this.idle.add(this.idleWatts * seconds);
  }
}

class Meters implements InvariantFold {
  readonly on: InvariantFold['on'];
  private readonly broken: Broken;
  /** By party; only nodes with power figures have one. */
  private readonly meters: (Meter | undefined)[] = [];
  private readonly idleOf: number[] = [];

  constructor(broken: Broken) {
    this.broken = broken;
    this.on = {
      [NODE_DEPLOYED]: ({ node, idle }, at): void => {
        if (idle === undefined) return;
        this.meters[node] = new Meter();
        this.idleOf[node] = idle;
        this.meters[node].setIdle(at, idle);
      },
      [NODE_CRASHED]: ({ node }, at): void => this.meters[node]?.setIdle(at, 0),
      [NODE_RESTARTED]: ({ node }, at): void => this.meters[node]?.setIdle(at, this.idleOf[node]!),
      [EXECUTION_STARTED]: (_, __, node): void => {
        const meter = this.meters[node];
        if (meter !== undefined) meter.running++;
      },
      [POWER_CHANGED]: ({ node, watts }, at): void => this.power(node, watts, at),
      [ENERGY_SPENT]: ({ joules }, at, node): void => this.spent(node, joules, at),
    };
  }

  ended(at: Instant): void {
    const totals = { drawn: new CompensatedSum(), accounted: new CompensatedSum() };
    this.meters.forEach((meter, node) => {
      if (meter === undefined) return;
      meter.until(at);
      const accounted = meter.idle.value + meter.copies.value;
      totals.drawn.add(meter.drawn.value);
      totals.accounted.add(accounted);
      this.compare(`node ${node}`, meter.drawn.value, accounted, at);
      if (meter.running !== 0) this.broken(`node ${node} has ${meter.running} copies whose energy nobody knows`, at);
    });
    this.compare('all nodes together', totals.drawn.value, totals.accounted.value, at);
  }

  private power(node: PartyId, watts: number, at: Instant): void {
    const meter = this.meters[node];
    if (meter === undefined) this.broken(`node ${node} draws power, but has no power figures`, at);
    else meter.setWatts(at, watts);
    if (!(watts >= 0)) this.broken(`node ${node} draws ${watts} W`, at);
  }

  private spent(node: PartyId, joules: number, at: Instant): void {
    const meter = this.meters[node];
    if (meter === undefined) {
      this.broken(`node ${node} spent energy, but has no power figures`, at);
      return;
    }
    meter.copies.add(joules);
    meter.running--;
    if (!(joules >= 0)) this.broken(`a copy on node ${node} spent ${joules} J`, at);
  }

  private compare(who: string, drawn: number, accounted: number, at: Instant): void {
    if (Math.abs(drawn - accounted) <= TOLERANCE * drawn) return;
    this.broken(`${who} drew ${drawn} J, but ${accounted} J are accounted for`, at);
  }
}
