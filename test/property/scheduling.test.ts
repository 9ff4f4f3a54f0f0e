// Laws of the fleet: whatever happens in whatever order, its pools and views say what a plain recount says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type PartyId, partyId, probability } from '../../core/foundation/index.ts';
import type { Capabilities, Needs } from '../../core/protocol/index.ts';
import { Fleet, strategies } from '../../core/scheduling/index.ts';
import { device, START, seeded, strategy, task } from '../unit/scheduling/mesh.ts';
import { checkViews, PlainFleet } from '../unit/scheduling/plain-fleet.ts';

type Step =
  | { readonly do: 'join'; readonly node: PartyId; readonly own: Partial<Capabilities> }
  | { readonly do: 'leave' | 'free'; readonly node: PartyId }
  | { readonly do: 'assign'; readonly node: PartyId; readonly size: number }
  | { readonly do: 'health' | 'reputation' | 'latency'; readonly node: PartyId; readonly level: number }
  | Look;

/** Looks at every view of one pool; the first look builds it, at a random moment. */
interface Look {
  readonly do: 'look';
  readonly needs: Needs;
  readonly freeOnly: boolean;
  readonly holders: readonly PartyId[];
  readonly seed: number;
}

// More nodes than the first capacity of the columns.
const node = fc.integer({ min: 40, max: 129 }).map(partyId);
const level = fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4);
const own = fc.record({
  slots: fc.integer({ min: 1, max: 3 }),
  cores: fc.integer({ min: 1, max: 3 }),
  gpu: fc.boolean(),
  region: fc.constantFrom('frankfurt', 'dallas'),
});
const needs: fc.Arbitrary<Needs> = fc.record(
  {
    cpu: fc.integer({ min: 1, max: 3 }),
    gpu: fc.boolean(),
    reputation: level.map(probability),
    region: fc.constantFrom('frankfurt', 'dallas'),
    exclude: fc.array(node, { maxLength: 5 }),
  },
  { requiredKeys: [] },
);
const look: fc.Arbitrary<Look> = fc.record({
  do: fc.constant('look'),
  needs,
  freeOnly: fc.boolean(),
  holders: fc.array(node, { maxLength: 12 }),
  seed: fc.integer(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ do: fc.constant('join' as const), node, own }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('leave', 'free', 'free', 'free'), node }) },
  {
    weight: 18,
    arbitrary: fc.record({ do: fc.constant('assign' as const), node, size: fc.constantFrom(1, 10, 1_000) }),
  },
  { weight: 9, arbitrary: fc.record({ do: fc.constantFrom('health', 'reputation', 'latency'), node, level }) },
  { weight: 3, arbitrary: look },
);
const history = fc.array(step, { maxLength: 400, size: 'max' });

function take(step: Step, fleet: Fleet, plain: PlainFleet): void {
  switch (step.do) {
    case 'join':
      fleet.join(step.node, { ...device, ...step.own });
      plain.join(step.node, { ...device, ...step.own });
      break;
    case 'leave':
      fleet.leave(step.node);
      plain.leave(step.node);
      break;
    case 'assign':
      if (plain.assigned(step.node, step.size)) fleet.assigned(step.node, step.size, 'time', START);
      break;
    case 'free': {
      const size = plain.freed(step.node);
      if (size !== undefined) fleet.freed(step.node, size, 'time', START);
      break;
    }
    case 'look': {
      const { needs, freeOnly, holders, seed } = step;
      const expected = plain.pool(needs, freeOnly, holders);
      checkViews(fleet.pool(needs, freeOnly, holders), expected, holders, seeded(seed));
      break;
    }
    default:
      plain.score(step.node)[step.do] = step.level;
      if (step.do === 'health') fleet.setHealth(step.node, step.level);
      else if (step.do === 'latency') fleet.setLatency(step.node, step.level);
      else fleet.setReputation(step.node, step.level);
  }
}

describe('the fleet', () => {
  it('agrees with a plain recount after any history', () => {
    fc.assert(
      fc.property(history, fc.array(look, { minLength: 1, maxLength: 4 }), (steps, last) => {
        const fleet = new Fleet();
        const plain = new PlainFleet();
        for (const step of [...steps, ...last]) take(step, fleet, plain);
        expect(fleet.size).toBe(plain.assignable().length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('every strategy', () => {
  const all = strategies.map(({ name }) => name);

  it.each(all)('%s reaches all eligible nodes of any mesh, each once, and no other', (name) => {
    fc.assert(
      fc.property(history, needs, fc.integer(), (steps, asked, seed) => {
        const fleet = new Fleet();
        const plain = new PlainFleet();
        const chosen = strategy(name, {}, seed);
        const central = chosen.queue === 'central';
        const holders: PartyId[] = [];
        // Each copy ends at once, for a strategy that keeps account of what nodes have left.
        const choose = (): PartyId | undefined => {
          const node = chosen.choose(task(holders), fleet.pool(asked, central), START);
          if (node !== undefined) chosen.ended?.(task(), node);
          return node;
        };
        for (const step of steps) {
          if (step.do === 'look') choose();
          else take(step, fleet, plain);
        }
        const eligible = plain.pool(asked, central, []).map((member) => member.node);
        for (let found = choose(); found !== undefined; found = choose()) {
          expect(holders).not.toContain(found);
          expect(fleet.fits(found, asked)).toBe(true);
          holders.push(found);
        }
        expect(holders.toSorted((a, b) => a - b)).toEqual(eligible.toSorted((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });
});
