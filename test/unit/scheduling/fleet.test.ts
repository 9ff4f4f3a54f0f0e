// Who belongs to which pool, and that pools follow what happens to nodes.
import { describe, expect, it } from 'vitest';

import { bitRate, bytes, gasRate, type PartyId, probability } from '../../../core/foundation/index.ts';
import { type Needs, NO_NEEDS } from '../../../core/protocol/index.ts';
import { Fleet, type Pool } from '../../../core/scheduling/index.ts';
import { device, fleetOf, give, node, SECOND, START, same, seeded } from './mesh.ts';

const members = (pool: Pool): PartyId[] =>
  Array.from({ length: pool.size }, (_, index) => pool.at(index)).toSorted((a, b) => a - b);

describe('membership', () => {
  it('counts a node once, however often it joins or leaves', () => {
    const fleet = fleetOf(same(3));
    fleet.join(node(8), device);
    expect(fleet.size).toBe(3);
    fleet.leave(node(8));
    fleet.leave(node(8));
    fleet.leave(node(999));
    expect(fleet.size).toBe(2);
    expect([fleet.has(node(7)), fleet.has(node(8)), fleet.has(node(999))]).toEqual([true, false, false]);
    expect(members(fleet.pool(NO_NEEDS, false))).toEqual([7, 9]);
  });

  it('keeps the load of a node that is away', () => {
    const fleet = fleetOf(same(2));
    give(fleet, node(7), 2);
    fleet.leave(node(7));
    fleet.freed(node(7), SECOND, 'time', START);
    expect(fleet.load(node(7))).toBe(1);
    fleet.join(node(7), device);
    expect(fleet.pool(NO_NEEDS, false).leastLoaded([], seeded(1))).toBe(8);
    expect(members(fleet.pool(NO_NEEDS, true))).toEqual([8]);
  });

  it('refuses to free what was never assigned', () => {
    const fleet = fleetOf(same(1));
    expect(() => fleet.freed(node(7), SECOND, 'time', START)).toThrow('a copy is freed once');
    expect(() => fleet.assigned(node(8), SECOND, 'time', START)).toThrow('nodes that have joined');
  });

  it('survives absurd claims', () => {
    const fleet = fleetOf([{ slots: Infinity, speed: gasRate(Infinity) }, { slots: 1e10, speed: gasRate(0) }, {}]);
    const pool = fleet.pool(NO_NEEDS, false);
    const random = seeded(3);
    for (let turn = 0; turn < 30; turn++) {
      for (const to of [
        pool.nextByCapacity([], random),
        pool.leastWorkLeft([], START, random),
        pool.nearest([], random),
      ]) {
        fleet.assigned(to!, 1_000, 'gas', START);
      }
    }
    for (const to of members(pool)) expect(Number.isFinite(pool.work(to))).toBe(true);
    expect(members(fleet.pool(NO_NEEDS, true))).toContain(7);
    for (const claim of [NaN, -3, 5, Infinity]) {
      fleet.setHealth(node(7), claim);
      fleet.setLatency(node(7), claim);
      expect(pool.health(node(7))).toBe(claim > 0 ? 1 : 0);
      expect([pool.healthiest([], random), pool.nearest([], random)]).not.toContain(undefined);
    }
  });

  it('takes in new capabilities when a node joins again', () => {
    const fleet = fleetOf(same(2));
    const needs: Needs = { gpu: true };
    expect(fleet.pool(needs, false).size).toBe(0);
    give(fleet, node(7), 2);
    expect(members(fleet.pool(NO_NEEDS, true))).toEqual([8]);
    fleet.join(node(7), { ...device, gpu: true, slots: 3 });
    expect(members(fleet.pool(needs, false))).toEqual([7]);
    expect(members(fleet.pool(NO_NEEDS, true))).toEqual([7, 8]);
    expect([fleet.slots(node(7)), fleet.slots(node(8)), fleet.slots(node(9))]).toEqual([3, 1, 0]);
  });

  it('has room for a hundred thousand nodes wherever their ids begin', () => {
    const count = 100_000;
    const fleet = fleetOf(same(10), 1_000_000);
    const pool = fleet.pool(NO_NEEDS, false);
    const random = seeded(2);
    // Views that exist before the fleet grows must grow with it.
    const views = [
      () => pool.leastLoaded([], random),
      () => pool.leastWorkLeft([], START, random),
      () => pool.nextInTurn([]),
      () => pool.nextByCapacity([], random),
      () => pool.healthiest([], random),
      () => pool.nearest([], random),
      () => pool.anyFree([], random),
    ];
    for (const view of views) view();
    for (let index = 10; index < count; index++) fleet.join(node(1_000_000 + index), device);
    const last = node(1_000_000 + count - 1);
    for (let index = 0; index < count - 1; index++) {
      fleet.assigned(node(1_000_000 + index), SECOND, 'time', START);
      fleet.setHealth(node(1_000_000 + index), 0.1);
    }
    fleet.setHealth(last, 0.2);
    expect(pool.size).toBe(count);
    expect(members(fleet.pool(NO_NEEDS, true))).toEqual([last]);
    for (const view of [views[0]!, views[1]!, views[4]!, views[5]!, views[6]!]) expect(view()).toBe(last);
    const turns = new Set(Array.from({ length: count }, () => pool.nextInTurn([])));
    expect(turns.size).toBe(count);
  });
});

describe('needs', () => {
  const big = { cores: 8, memory: bytes(4_000), up: bitRate(500), down: bitRate(200), gpu: true, npu: true };

  it.each<[string, Needs]>([
    ['cpu', { cpu: 8 }],
    ['memory', { memory: bytes(4_000) }],
    ['bandwidth', { bandwidth: bitRate(200) }],
    ['gpu', { gpu: true }],
    ['npu', { npu: true }],
    ['exclude', { exclude: [node(7), node(8)] }],
    ['all', { cpu: 5, memory: bytes(1_001), bandwidth: bitRate(101), gpu: true, npu: true, exclude: [node(7)] }],
  ])('%s binds', (_, needs) => {
    const fleet = fleetOf([
      {},
      { ...big, cores: 4, memory: bytes(3_999), down: bitRate(199), gpu: false, npu: false },
      big,
    ]);
    expect(members(fleet.pool(needs, false))).toEqual([9]);
    expect([7, 8, 9].map((id) => fleet.fits(node(id), needs))).toEqual([false, false, true]);
  });

  it('a node without slots fits no task, and an unknown one neither', () => {
    const fleet = fleetOf([{ slots: 0 }]);
    expect(fleet.pool(NO_NEEDS, false).size).toBe(0);
    expect(fleet.fits(node(7), NO_NEEDS)).toBe(false);
    expect(fleet.fits(node(8), NO_NEEDS)).toBe(false);
  });

  it('a floor of reputation binds as reputations change; unknown ones are 0.5', () => {
    const fleet = fleetOf(same(3));
    const trusted: Needs = { reputation: probability(0.6) };
    const known: Needs = { reputation: probability(0.5) };
    expect([fleet.pool(trusted, false).size, fleet.pool(known, false).size]).toEqual([0, 3]);
    fleet.setReputation(node(8), 0.6);
    fleet.setReputation(node(9), 0.4);
    expect(members(fleet.pool(trusted, false))).toEqual([8]);
    expect(members(fleet.pool(trusted, true))).toEqual([8]);
    expect(members(fleet.pool(known, false))).toEqual([7, 8]);
    fleet.setReputation(node(8), 0.59);
    expect(fleet.pool(trusted, false).size).toBe(0);
  });

  it('region is a preference: it yields when the region has no node left for the task', () => {
    const fleet = fleetOf([{ region: 'dallas' }, { region: 'dallas' }, {}]);
    const needs: Needs = { region: 'dallas' };
    expect(members(fleet.pool(needs, false))).toEqual([7, 8]);
    expect(members(fleet.pool(needs, false, [node(7)]))).toEqual([7, 8]);
    expect(members(fleet.pool(needs, false, [node(7), node(8)]))).toEqual([7, 8, 9]);
    give(fleet, node(7), 1);
    expect(members(fleet.pool(needs, true))).toEqual([8]);
    give(fleet, node(8), 1);
    expect(members(fleet.pool(needs, true))).toEqual([9]);
    expect(members(fleet.pool(needs, false))).toEqual([7, 8]);
    fleet.leave(node(7));
    fleet.leave(node(8));
    expect(members(fleet.pool(needs, false))).toEqual([9]);
    expect(fleet.fits(node(9), needs)).toBe(true);
  });

  it('equal needs share one pool, whoever wrote them and however', () => {
    const fleet = new Fleet();
    const pool = fleet.pool({ exclude: [node(3), node(1)], cpu: 2 }, false);
    for (let copy = 0; copy < 50; copy++) {
      expect(fleet.pool({ cpu: 2, gpu: false, exclude: [node(1), node(3), node(1)] }, false)).toBe(pool);
      expect(fleet.pool({ cpu: 2 + copy + 1 }, false)).not.toBe(pool);
    }
    expect(fleet.pool({ region: 'nowhere' }, false)).toBe(fleet.pool(NO_NEEDS, false));
    expect(fleet.pool({}, true)).not.toBe(fleet.pool({}, false));
  });
});
