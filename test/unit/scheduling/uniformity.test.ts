// Every choice among equals is uniform: chi-square tests with fixed seeds, at the 0.01 % level.
import { describe, expect, it } from 'vitest';

import type { PartyId } from '../../../core/foundation/index.ts';
import { NO_NEEDS } from '../../../core/protocol/index.ts';
import type { Fleet } from '../../../core/scheduling/index.ts';
import { chiSquare, fleetOf, give, node, START, same, seeded, strategy, tally, task } from './mesh.ts';

/** 99.99 % quantiles of chi-square. */
const CRITICAL: Readonly<Record<number, number>> = { 4: 23.51, 5: 25.74, 9: 33.72 };
const DRAWS = 20_000;

function expectUniform(counts: Map<unknown, number>, cells: number): void {
  expect(counts.size).toBe(cells);
  expect(chiSquare(counts, cells)).toBeLessThan(CRITICAL[cells - 1]!);
}

const pool = (fleet: Fleet) => fleet.pool(NO_NEEDS, false);
const holders: PartyId[] = [node(8), node(11), node(12), node(14), node(15)];

describe('uniformity', () => {
  it('is noticed when it fails', () => {
    const random = seeded(1);
    const lopsided = tally(DRAWS, () => Math.min(random.below(11), 9));
    expect(chiSquare(lopsided, 10)).toBeGreaterThan(CRITICAL[9]!);
  });

  it.each([
    ['random', {}],
    ['least-loaded', {}],
    ['least-work-left', {}],
    ['latency-aware', {}],
    ['health', {}],
    ['health-sampled', { d: 3 }],
    ['power-of-d', { d: 2 }],
    ['power-of-d', { d: 10 }],
    ['join-idle-queue', {}],
    ['batch-sampling', {}],
    ['redundancy-d', {}],
    ['hedged', {}],
    ['tied', {}],
    ['edf', {}],
    ['central-queue', {}],
    ['broadcast', {}],
  ])('%s %o is fair among equal nodes, whoever holds a copy', (name, given) => {
    const chosen = strategy(name, given, 5);
    const fleet = fleetOf(same(10));
    const draw = (taken: readonly PartyId[]) => () => chosen.choose(task(taken), pool(fleet), START);
    expectUniform(tally(DRAWS, draw([])), 10);
    expectUniform(tally(DRAWS, draw(holders)), 5);
    expectUniform(tally(DRAWS, draw([])), 10);
  });

  it('holds for nodes that all have the same work to do', () => {
    const fleet = fleetOf(same(6));
    for (let index = 0; index < 6; index++) give(fleet, node(7 + index), 3);
    for (const name of ['least-work-left', 'least-loaded', 'latency-aware', 'join-idle-queue']) {
      const chosen = strategy(name, {}, 3);
      expectUniform(
        tally(DRAWS, () => chosen.choose(task(), pool(fleet), START)),
        6,
      );
    }
  });

  it('holds for whole samples, and for their order', () => {
    const fleet = fleetOf(same(6));
    const random = seeded(9);
    const view = pool(fleet);
    const pair = () => {
      expect(view.sample(2, [node(9)], random)).toBe(2);
      return [view.sampled(0), view.sampled(1)];
    };
    expectUniform(
      tally(DRAWS, () =>
        pair()
          .toSorted((a, b) => a - b)
          .join(),
      ),
      10,
    );
    expectUniform(
      tally(DRAWS, () => pair()[0]),
      5,
    );
    expectUniform(
      tally(DRAWS, () => pair()[1]),
      5,
    );
  });

  it('holds after nodes came and went', () => {
    const fleet = fleetOf(same(12));
    const random = seeded(4);
    pool(fleet).leastLoaded([], random);
    fleet.leave(node(7));
    fleet.leave(node(18));
    const chosen = strategy('least-loaded', {}, 8);
    expectUniform(
      tally(DRAWS, () => chosen.choose(task(), pool(fleet), START)),
      10,
    );
  });
});
