import { describe, expect, it } from 'vitest';
import type { Duration } from '../../../core/foundation/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Fault } from '../../../sim/scenario/index.ts';
import { happening } from '../../../sim/world/happenings.ts';

const drawn = (seed: number, ...faults: Fault[]) => happening(faults, (name) => openStream(seed, name));
const slow = (more: object): Fault => ({
  kind: 'slow',
  nodes: ['a'],
  times: 2,
  at: 10 as Duration,
  for: 5 as Duration,
  ...more,
});

describe('what comes about of planned faults', () => {
  it('is all of them, as they are planned, if nothing is left to chance', () => {
    expect(drawn(1, slow({}), slow({ at: 20 })).map(({ fault, index, stream }) => [fault, index, stream])).toEqual([
      [slow({}), 0, 'fault/0'],
      [slow({ at: 20 }), 1, 'fault/1'],
    ]);
  });

  it('is drawn by each seed, as often as its chance says, and leaves the streams of others alone', () => {
    const all = Array.from({ length: 2_000 }, (_, seed) => drawn(seed, slow({ chance: 0.3 }), slow({})));
    const happened = all.filter((some) => some.length === 2).length;
    // Five standard deviations of a binomial.
    expect(Math.abs(happened - 600)).toBeLessThan(5 * Math.sqrt(2_000 * 0.3 * 0.7));
    expect(new Set(all.map((some) => some.at(-1)!.stream))).toEqual(new Set(['fault/1']));
    expect(all[0]).toEqual(drawn(0, slow({ chance: 0.3 }), slow({})));
  });

  it('comes again after a time of quiet, until nothing is left of it', () => {
    const times = drawn(1, slow({ stability: 10, until: 42 })).map(({ fault }) => [fault.at, fault.for]);
    expect(times).toEqual([
      [10, 5],
      [25, 5],
      [40, 2],
    ]);
    const often = drawn(1, slow({ stability: 10, until: 100_000, chance: 0.25 }));
    const gaps = often.slice(1).map(({ fault }, at) => fault.at - often[at]!.fault.at - 5);
    expect(gaps.every((gap) => gap >= 10 && gap % 10 === 0)).toBe(true);
    // A quarter of the draws: one in 40 + 5 on average.
    expect(often.length / (100_000 / 45)).toBeCloseTo(1, 1);
    expect(new Set(often.map(({ stream }) => stream)).size).toBe(often.length);
  });
});
