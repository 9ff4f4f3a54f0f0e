// Joules, whatever crashes, is aborted, throttles or loses: all of them are somebody's, and no device gets too hot.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { celsius, watts } from '../../core/foundation/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_ABORTED,
  NODE_CRASHED,
  NODE_DEPLOYED,
  NODE_RESTARTED,
  POWER_CHANGED,
} from '../../core/protocol/index.ts';
import type { ResolvedPower, ResolvedThermal } from '../../sim/scenario/index.ts';
import { type Chronicle, runWatched } from '../runs.ts';
import { ordeals } from './failover-arbitraries.ts';

const LIMIT = 60;

/** To the third decimal, as one writes them. */
const figure = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 1_000, max: max * 1_000 }).map((thousandths) => thousandths / 1_000);

/** Concave, convex, flat: anything that is never below idle. */
const powers: fc.Arbitrary<ResolvedPower> = fc
  .record({
    idle: figure(0, 5),
    above: fc.array(figure(0, 20), { minLength: 1, maxLength: 4 }),
  })
  .map(({ idle, above }) => {
    const curve = [
      [0, idle] as const,
      ...above.map((more, index) => [(index + 1) / above.length, idle + more] as const),
    ];
    return { idle: watts(idle), peak: watts(curve.at(-1)![1]), curve };
  });

/** Even 5 W idle stay under the limit; the time constants are of a few seconds, as are the tasks. */
const heats: fc.Arbitrary<ResolvedThermal> = fc.record({
  resistance: figure(0.5, 6.5),
  capacity: figure(0.1, 3),
  ambient: fc.constant(celsius(25)),
  throttle: fc.constant(celsius(LIMIT)),
});

const hotOrdeals = fc
  .record({ ordeal: ordeals, power: powers, thermal: fc.option(heats, { nil: undefined, freq: 8 }) })
  .map(({ ordeal, power, thermal }) => {
    const figures = thermal === undefined ? { power } : { power, thermal };
    const nodes = ordeal.cell.nodes.map((group) => ({ ...group, device: { ...group.device, ...figures } }));
    return { ...ordeal, cell: { ...ordeal.cell, nodes } };
  });

/** Seconds times watts of each node, and the joules that its copies and its idling are charged with: by definition. */
function books(chronicle: Chronicle, end: number): { readonly drawn: number; readonly charged: number }[] {
  return chronicle.of(NODE_DEPLOYED).map(({ party, fact: { idle } }) => {
    const own = <T extends { party: number }>(facts: readonly T[]): T[] => facts.filter((each) => each.party === party);
    const changes = own(chronicle.of(POWER_CHANGED));
    const drawn = changes.reduce((sum, { at, fact }, index) => {
      return sum + fact.watts * ((changes[index + 1]?.at ?? end) - at);
    }, 0);
    const downs = own(chronicle.of(NODE_CRASHED));
    const ups = own(chronicle.of(NODE_RESTARTED));
    const down = downs.reduce((sum, { at }, index) => sum + (ups[index]?.at ?? end) - at, 0);
    const spent = own(chronicle.of(ENERGY_SPENT)).reduce((sum, { fact }) => sum + fact.joules, 0);
    return { drawn, charged: spent + idle! * (end - down) };
  });
}

describe('energy', () => {
  it('adds up at every node, and invariants agree', async () => {
    const seen = { throttled: 0, aborted: 0 };
    await fc.assert(
      fc.asyncProperty(hotOrdeals, async ({ cell, seed, wire, shuffleTies }) => {
        const ran = await runWatched(cell, {
          seed,
          wire,
          endsWithin: 50_000,
          ...(shuffleTies === undefined ? {} : { shuffleTies }),
        });
        expect(ran.broken).toEqual([]);
        for (const { drawn, charged } of books(ran.chronicle, ran.ended)) {
          expect(Math.abs(drawn - charged)).toBeLessThanOrEqual(1e-9 * drawn);
        }
        const changes = ran.chronicle.of(POWER_CHANGED);
        for (const { fact } of changes) expect(fact.temperature).toBeLessThanOrEqual(LIMIT + 1e-4);
        seen.throttled += changes.filter(({ fact }) => fact.throttled).length;
        seen.aborted += ran.chronicle.of(EXECUTION_ABORTED).length;
      }),
      { numRuns: 150, seed: 3 },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(20);
  });
});
