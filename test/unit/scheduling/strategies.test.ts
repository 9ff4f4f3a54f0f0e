// The rule of each strategy, on meshes small enough to know the answer.
import { describe, expect, it } from 'vitest';

import { gasRate, instant, type PartyId } from '../../../core/foundation/index.ts';
import { NO_NEEDS } from '../../../core/protocol/index.ts';
import { type Fleet, findStrategy, type Strategy, strategies } from '../../../core/scheduling/index.ts';
import { fleetOf, give, node, SECOND, START, same, strategy, tally, task } from './mesh.ts';

const choose = (chosen: Strategy, fleet: Fleet, holders: readonly PartyId[] = [], now = START) =>
  chosen.choose(task(holders), fleet.pool(NO_NEEDS, chosen.queue === 'central'), now);

/** Chooses, and gives the chosen node a copy of one second. */
function place(chosen: Strategy, fleet: Fleet): PartyId | undefined {
  const to = choose(chosen, fleet);
  if (to !== undefined) give(fleet, to, 1);
  return to;
}

describe('the register', () => {
  it('finds strategies by name and alias, and nothing else', () => {
    for (const definition of strategies) {
      for (const name of [definition.name, ...(definition.aliases ?? [])]) expect(findStrategy(name)).toBe(definition);
    }
    expect(findStrategy('join-shortest-queue')?.name).toBe('least-loaded');
    expect(findStrategy('tied-requests')?.name).toBe('tied');
    expect(findStrategy('fastest')).toBeUndefined();
  });

  it('has every name once, in kebab-case, with a one-line summary', () => {
    const names = strategies.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of strategies) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(summary).not.toContain('\n');
    }
  });
});

describe('any strategy', () => {
  it.each(strategies.map(({ name }) => name))('%s chooses nobody where there is nobody', (name) => {
    const chosen = strategy(name);
    expect(choose(chosen, fleetOf([]))).toBeUndefined();
    expect(choose(chosen, fleetOf(same(2)), [node(7), node(8)])).toBeUndefined();
  });
});

describe('turns', () => {
  it('round-robin goes round in order of joining, over holders and absentees', () => {
    const fleet = fleetOf(same(4));
    const chosen = strategy('round-robin');
    const turn = (holders?: readonly PartyId[]) => choose(chosen, fleet, holders);
    expect([turn(), turn(), turn(), turn(), turn()]).toEqual([7, 8, 9, 10, 7]);
    expect(turn([node(8), node(9)])).toBe(10);
    fleet.leave(node(7));
    expect([turn(), turn()]).toEqual([8, 9]);
    fleet.join(node(7), fleet.capabilities(node(7))!);
    expect([turn(), turn(), turn()]).toEqual([10, 7, 8]);
  });

  it('weighted gives turns in proportion to slots times speed, spread evenly', () => {
    const fleet = fleetOf([{}, { slots: 3 }, { speed: gasRate(4_000_000) }, { slots: 0 }]);
    const share: Readonly<Record<number, number>> = { 7: 1 / 8, 8: 3 / 8, 9: 4 / 8 };
    const turns: Record<number, number> = { 7: 0, 8: 0, 9: 0 };
    const chosen = strategy('weighted');
    for (let turn = 1; turn <= 800; turn++) {
      turns[choose(chosen, fleet)!]! += 1;
      for (const id of [7, 8, 9]) expect(Math.abs(turns[id]! - turn * share[id]!)).toBeLessThan(2);
    }
    expect(turns).toEqual({ 7: 100, 8: 300, 9: 400 });
  });

  it('weighted gives nothing extra to a node that was away', () => {
    const fleet = fleetOf(same(2));
    const chosen = strategy('weighted');
    choose(chosen, fleet);
    fleet.leave(node(8));
    for (let turn = 0; turn < 50; turn++) expect(choose(chosen, fleet)).toBe(7);
    fleet.join(node(8), fleet.capabilities(node(7))!);
    expect(tally(20, () => choose(chosen, fleet)).get(node(8))).toBeLessThanOrEqual(11);
  });
});

describe('load', () => {
  it.each(['least-loaded', 'hedged'])('%s compares raw counts', (name) => {
    const fleet = fleetOf([{ slots: 8 }, {}, {}]);
    give(fleet, node(7), 3);
    give(fleet, node(8), 2);
    give(fleet, node(9), 4);
    const chosen = strategy(name);
    expect(choose(chosen, fleet)).toBe(8);
    expect(choose(chosen, fleet, [node(8)])).toBe(7);
    fleet.freed(node(9), SECOND, 'time', START);
    fleet.freed(node(9), SECOND, 'time', START);
    fleet.freed(node(9), SECOND, 'time', START);
    expect(choose(chosen, fleet)).toBe(9);
  });

  it('power-of-d takes the least loaded of its sample', () => {
    const one = strategy('power-of-d', { d: 1 });
    const two = strategy('power-of-d');
    const fleet = fleetOf(same(3));
    give(fleet, node(7), 1);
    give(fleet, node(8), 2);
    give(fleet, node(9), 3);
    const chosen = tally(6_000, () => choose(two, fleet));
    expect(chosen.has(node(9))).toBe(false);
    // Two of the three pairs hold the least loaded node.
    expect(chosen.get(node(7))! / 6_000).toBeCloseTo(2 / 3, 1);
    expect(choose(strategy('power-of-d', { d: 50 }), fleet)).toBe(7);
    expect(tally(300, () => choose(one, fleet)).size).toBe(3);
  });

  it('join-idle-queue takes a node with a free slot, else any', () => {
    const fleet = fleetOf([{ slots: 2 }, {}, {}]);
    const chosen = strategy('join-idle-queue');
    const placed = [1, 2, 3, 4].map(() => place(chosen, fleet));
    expect(placed.toSorted()).toEqual([7, 7, 8, 9]);
    expect(tally(300, () => choose(chosen, fleet)).size).toBe(3);
    fleet.freed(node(8), SECOND, 'time', START);
    expect(choose(chosen, fleet)).toBe(8);
  });
});

describe('work', () => {
  it('least-work-left counts work and not copies, and lets it drain', () => {
    const fleet = fleetOf(same(2));
    const chosen = strategy('least-work-left');
    give(fleet, node(7), 3);
    give(fleet, node(8), 1, 4 * SECOND);
    expect(choose(chosen, fleet)).toBe(7);
    give(fleet, node(7), 2);
    expect(choose(chosen, fleet)).toBe(8);
    // Copies that ended early leave less work behind than their estimate.
    fleet.freed(node(7), SECOND, 'time', START);
    fleet.freed(node(7), SECOND, 'time', START);
    expect(choose(chosen, fleet)).toBe(7);
  });

  it('least-work-left prefers a free slot to all else', () => {
    const fleet = fleetOf([{ slots: 2 }, {}]);
    give(fleet, node(7), 1, 100 * SECOND);
    give(fleet, node(8), 1);
    expect(choose(strategy('least-work-left'), fleet)).toBe(7);
    expect(choose(strategy('least-work-left'), fleet, [node(7)])).toBe(8);
  });

  it('least-work-left counts gas by the speed of the node', () => {
    const fleet = fleetOf([{ speed: gasRate(1_000) }, { speed: gasRate(10_000) }]);
    fleet.assigned(node(7), 2_000, 'gas', START);
    fleet.assigned(node(8), 10_000, 'gas', START);
    expect(fleet.pool(NO_NEEDS, false).work(node(7))).toBe(2 * SECOND);
    expect(choose(strategy('least-work-left'), fleet)).toBe(8);
  });

  it('least-work-left floors what is left of an overdue node at nothing', () => {
    const fleet = fleetOf(same(2));
    const chosen = strategy('least-work-left');
    give(fleet, node(7), 1);
    give(fleet, node(8), 1, 10 * SECOND);
    const late = instant(9.5 * SECOND);
    expect(choose(chosen, fleet, [], late)).toBe(7);
    fleet.assigned(node(7), SECOND, 'time', late);
    expect(choose(chosen, fleet, [], late)).toBe(8);
  });

  it('least-work-left credits an overdue node with no progress on what waits there', () => {
    const fleet = fleetOf(same(2));
    const late = instant(9 * SECOND);
    give(fleet, node(7), 3);
    fleet.assigned(node(7), SECOND, 'time', late);
    fleet.assigned(node(8), 2 * SECOND, 'time', late);
    expect(choose(strategy('least-work-left'), fleet, [], late)).toBe(8);
  });

  it('least-work-left counts in full what remains after a copy that took longer than its estimate', () => {
    const fleet = fleetOf(same(2));
    const late = instant(5 * SECOND);
    give(fleet, node(7), 3);
    fleet.freed(node(7), SECOND, 'time', late);
    fleet.assigned(node(8), 1.5 * SECOND, 'time', late);
    expect(choose(strategy('least-work-left'), fleet, [], late)).toBe(8);
  });

  it('latency-aware adds the round trip to the work for each slot', () => {
    const fleet = fleetOf([{}, {}, { slots: 4 }]);
    const chosen = strategy('latency-aware');
    fleet.setLatency(node(7), 10_000);
    fleet.setLatency(node(8), 40_000);
    expect(choose(chosen, fleet)).toBe(9);
    fleet.setLatency(node(9), 50_000);
    expect(choose(chosen, fleet)).toBe(7);
    give(fleet, node(7), 1, 35_000);
    expect(choose(chosen, fleet)).toBe(8);
    give(fleet, node(8), 1, 15_000);
    expect(choose(chosen, fleet)).toBe(7);
    give(fleet, node(7), 1, 20_000);
    give(fleet, node(9), 1, 40_000);
    expect(choose(chosen, fleet)).toBe(8);
    give(fleet, node(8), 1, 10_000);
    expect(choose(chosen, fleet)).toBe(9);
  });
});

describe('health', () => {
  it('always goes to the best, whatever its load', () => {
    const fleet = fleetOf(same(3));
    const chosen = strategy('health');
    expect(tally(300, () => choose(chosen, fleet)).size).toBe(3);
    fleet.setHealth(node(8), 0.7);
    fleet.setHealth(node(9), 0.6);
    give(fleet, node(8), 50);
    expect(choose(chosen, fleet)).toBe(8);
    fleet.setHealth(node(8), 0.5);
    expect(choose(chosen, fleet)).toBe(9);
    fleet.leave(node(9));
    expect(choose(chosen, fleet)).toBe(8);
  });

  it('sampled, weighs health against load for each slot', () => {
    const fleet = fleetOf([{}, { slots: 2 }]);
    const chosen = strategy('health-sampled', { d: 2 });
    fleet.setHealth(node(7), 0.9);
    fleet.setHealth(node(8), 0.6);
    expect(choose(chosen, fleet)).toBe(7);
    give(fleet, node(7), 1);
    expect(choose(chosen, fleet)).toBe(8);
    give(fleet, node(8), 1);
    expect(choose(chosen, fleet)).toBe(7);
  });

  it('sampled, takes the less loaded of two unknown nodes', () => {
    const fleet = fleetOf(same(2));
    const chosen = strategy('health-sampled');
    give(fleet, node(7), 1);
    expect(tally(50, () => choose(chosen, fleet)).get(node(8))).toBe(50);
  });
});

describe('copies and queues', () => {
  it('redundancy-d, tied and broadcast send several copies', () => {
    expect(strategy('redundancy-d').copies).toBe(2);
    expect(strategy('redundancy-d', { d: 3 }).copies).toBe(3);
    expect(strategy('redundancy-d').cancelLosers).not.toBe(false);
    expect(strategy('tied')).toMatchObject({ copies: 2, tied: true });
    expect(strategy('broadcast')).toMatchObject({ copies: Infinity, cancelLosers: false, queue: 'central' });
    expect(strategy('broadcast', { cancel: true }).cancelLosers).toBe(true);
  });

  it('hedged waits, batch-sampling probes', () => {
    expect(strategy('hedged').hedgeAfter).toBe(SECOND);
    expect(strategy('hedged', { after: 250_000 }).hedgeAfter).toBe(250_000);
    expect(strategy('batch-sampling').probeRatio).toBe(2);
    expect(strategy('batch-sampling', { ratio: 1.5 }).probeRatio).toBe(1.5);
  });

  it('edf is urgent by deadline, central-queue by submission', () => {
    const early = task([], 5 * SECOND);
    expect(strategy('edf').urgency!(early)).toBeLessThan(strategy('edf').urgency!(task()));
    expect(strategy('central-queue')).not.toHaveProperty('urgency');
  });

  it.each(['edf', 'central-queue', 'broadcast'])('%s never queues at a node', (name) => {
    const fleet = fleetOf([{ slots: 2 }, {}]);
    const central = strategy(name);
    const placed = [1, 2, 3].map(() => place(central, fleet));
    expect(placed.toSorted()).toEqual([7, 7, 8]);
    expect(place(central, fleet)).toBeUndefined();
    fleet.freed(node(7), SECOND, 'time', START);
    expect(place(central, fleet)).toBe(7);
  });
});
