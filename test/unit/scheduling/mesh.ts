// A few lines that make nodes, tasks and reproducible chance for the tests of scheduling.
import {
  bitRate,
  bytes,
  type Duration,
  gasRate,
  type Instant,
  instant,
  type PartyId,
  partyId,
  taskId,
} from '../../../core/foundation/index.ts';
import type { Capabilities, Random } from '../../../core/protocol/index.ts';
import {
  Fleet,
  findStrategy,
  type ParameterValue,
  type Strategy,
  type TaskView,
} from '../../../core/scheduling/index.ts';

/** mulberry32: small, and good enough for a chi-square test. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    bits,
    uniform: () => (bits() + 0.5) / 4_294_967_296,
    below: (n) => Math.floor((bits() / 4_294_967_296) * n),
  };
}

export const device: Capabilities = {
  slots: 1,
  speed: gasRate(1_000_000),
  cores: 4,
  memory: bytes(1_000),
  up: bitRate(100),
  down: bitRate(100),
  gpu: false,
  npu: false,
  region: 'frankfurt',
};

export const START: Instant = instant(0);
export const SECOND = 1_000_000 as Duration;
export const node = partyId;

/** A fleet of nodes `first`, `first + 1`, … , one for each of the differences from `device`. */
export function fleetOf(differences: readonly Partial<Capabilities>[], first = 7): Fleet {
  const fleet = new Fleet();
  differences.forEach((difference, index) => {
    fleet.join(node(first + index), { ...device, ...difference });
  });
  return fleet;
}

export const same = (count: number): Partial<Capabilities>[] => new Array<Partial<Capabilities>>(count).fill({});

export function task(holders: readonly PartyId[] = [], deadline = Infinity): TaskView {
  return {
    task: taskId(partyId(0), 1),
    estimate: SECOND,
    unit: 'time',
    estimateOn: () => SECOND,
    needs: {},
    submitted: START,
    deadline,
    holders,
  };
}

/** Gives a node that many copies of a second each. */
export function give(fleet: Fleet, to: PartyId, copies: number, estimate: number = SECOND): void {
  for (let copy = 0; copy < copies; copy++) fleet.assigned(to, estimate, 'time', START);
}

export function strategy(name: string, given: Readonly<Record<string, ParameterValue>> = {}, seed = 1): Strategy {
  const definition = findStrategy(name);
  if (definition === undefined) throw new Error(`no strategy ${name}`);
  return definition.create(given, seeded(seed));
}

/** How often each outcome of `draw` comes up. */
export function tally<T>(draws: number, draw: () => T): Map<T, number> {
  const counts = new Map<T, number>();
  for (let drawn = 0; drawn < draws; drawn++) {
    const outcome = draw();
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

/** Pearson's statistic of counts that should be equal over `cells` outcomes. */
export function chiSquare(counts: Map<unknown, number>, cells: number): number {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const expected = total / cells;
  const empty = (cells - counts.size) * expected;
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, empty);
}
