// Work where, or when, electricity is cleanest (Wiesner et al., Let's Wait Awhile, Middleware 2021; Radovanovic et al.,
// IEEE TPDS 2023). `spatial`: the cleanest grid with a free slot, by what nodes report. `temporal`: a task waits for the
// cleanest half hour that its deadline leaves it, by the published forecast.

import type { Instant, PartyId } from '../foundation/index.ts';
import type { Random } from '../protocol/index.ts';
import { leastBy } from './best-of.ts';
import { choiceOf, numberOf } from './parameters.ts';
import type { Pool } from './pool.ts';
import { expectedTime } from './problem.ts';
import type { Outlook, Parameter, Strategy, StrategyDefinition, TaskView } from './strategy.ts';

const HOUR = 3_600_000_000;
/** Forecasts are by the hour; some clocks are half an hour off the others. */
const STEP = HOUR / 2;

const parameters: Readonly<Record<string, Parameter>> = {
  mode: {
    kind: 'choice',
    choices: ['spatial', 'temporal', 'both'],
    default: 'both',
    description: 'whether tasks go to the cleanest grid, wait for a cleaner hour, or both',
  },
  horizon: {
    kind: 'duration',
    default: 24 * HOUR,
    min: 0,
    description: 'how long a task without a deadline may wait for a cleaner hour',
  },
  margin: {
    kind: 'number',
    default: 2,
    min: 1,
    description: 'how many times its expected time a task keeps before its deadline',
  },
};

export const carbonAware: StrategyDefinition = {
  name: 'carbon-aware',
  summary:
    'tasks wait at the coordinator for the cleanest grid with a free slot, for a cleaner hour before their deadline, or both',
  parameters,
  scans: true,
  create: (given, random, outlook) => {
    const mode = choiceOf('mode', given, parameters);
    const wait = mode === 'spatial' ? undefined : new Patience(given, outlook);
    const place = mode === 'temporal' ? anyNode(random) : cleanest(random);
    return wait === undefined ? { queue: 'central', choose: place } : deferring(wait, place);
  },
};

type Choose = Strategy['choose'];

const anyNode =
  (random: Random): Choose =>
  (task, pool) =>
    pool.random(task.holders, random);

const cleanest =
  (random: Random): Choose =>
  (task, pool) =>
    leastBy(pool, task.holders, random, (node) => {
      const grams = pool.carbon(node);
      return Number.isNaN(grams) ? Number.MAX_VALUE : grams;
    });

const deferring = (patience: Patience, place: Choose): Strategy => ({
  queue: 'central',
  defers: true,
  // Those that can wait least are asked first: what the first one waits for, the others can wait for, too.
  urgency: (task) => patience.latest(task, nominalTime(task)),
  choose: (task, pool, now) => (patience.waits(task, pool, now) ? undefined : place(task, pool, now)),
});

/** Microseconds on a node of a thousand million gas per second. */
const nominalTime = ({ estimate, unit }: TaskView): number => (unit === 'time' ? estimate : estimate / 1_000);

/** Decides whether a task had better wait. */
class Patience {
  private readonly horizon: number;
  private readonly margin: number;
  private readonly outlook: Outlook | undefined;

  constructor(given: Parameters<StrategyDefinition['create']>[0], outlook: Outlook | undefined) {
    this.horizon = numberOf('horizon', given, parameters);
    this.margin = numberOf('margin', given, parameters);
    this.outlook = outlook;
  }

  /** When a task should start at the latest, if it takes that long. */
  latest({ submitted, deadline }: TaskView, takes: number): number {
    return (deadline === Infinity ? submitted + this.horizon : deadline) - this.margin * takes;
  }

  waits(task: TaskView, pool: Pool, now: Instant): boolean {
    const regions = new Map<string, PartyId>();
    for (let index = 0; index < pool.size; index++) {
      const node = pool.at(index);
      const region = pool.capabilities(node)?.region;
      if (region !== undefined && !regions.has(region)) regions.set(region, node);
    }
    const slowest = Math.max(0, ...[...regions.values()].map((node) => expectedTime(task, node, pool)));
    const latest = this.latest(task, slowest);
    const best = this.leastIntensity(regions, now);
    for (let at = (Math.floor(now / STEP) + 1) * STEP; at <= latest; at += STEP) {
      if (this.leastIntensity(regions, at) < best) return true;
    }
    return false;
  }

  private leastIntensity(regions: ReadonlyMap<string, PartyId>, at: number): number {
    let least = Infinity;
    for (const region of regions.keys()) {
      least = Math.min(least, this.outlook?.intensityAt(region, at as Instant) ?? Infinity);
    }
    return least;
  }
}
