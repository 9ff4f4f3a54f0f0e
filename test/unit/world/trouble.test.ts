import { describe, expect, it } from 'vitest';
import type { Duration, Instant, PartyId } from '../../../core/foundation/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Fault } from '../../../sim/scenario/index.ts';
import { happening } from '../../../sim/world/happenings.ts';
import { troubleOf } from '../../../sim/world/trouble.ts';

const [coordinator, a, b] = [0, 1, 2] as PartyId[] as [PartyId, PartyId, PartyId];
const parties: Readonly<Record<string, PartyId>> = { coordinator, a, b };
const window = { at: 100 as Duration, for: 50 as Duration };
const trouble = (...faults: Fault[]) =>
  troubleOf(
    happening(faults, (name) => openStream(1, name)),
    (name) => [parties[name]!],
    (name) => openStream(1, name),
  )!;

describe('trouble', () => {
  it('is none without a fault that touches messages or work', () => {
    expect(trouble({ kind: 'crash', nodes: ['a'], ...window })).toBeUndefined();
  });

  it('holds messages between the sides of a partition until it ends, and no others', () => {
    const split = trouble({ kind: 'partition', nodes: ['b'], groups: [['a'], ['b']], oneWay: false, ...window });
    expect(split.arrival(a, b, 99)).toBe(99);
    expect(split.arrival(a, b, 120)).toBe(150);
    expect(split.arrival(b, a, 100)).toBe(150);
    expect(split.arrival(coordinator, b, 149)).toBe(150);
    expect(split.arrival(coordinator, a, 120)).toBe(120);
    expect(split.arrival(a, b, 151)).toBe(151);
  });

  it('lets one direction pass if the partition is one way', () => {
    const split = trouble({ kind: 'partition', nodes: ['b'], groups: [['a'], ['b']], oneWay: true, ...window });
    expect(split.arrival(a, b, 120)).toBe(120);
    expect(split.arrival(b, a, 120)).toBe(150);
  });

  it('keeps the order of a pair when a delay ends', () => {
    const late = trouble({ kind: 'delay', nodes: ['a'], by: 30 as Duration, ...window });
    expect(late.arrival(a, b, 149)).toBe(179);
    expect(late.arrival(a, b, 160)).toBe(179);
    expect(late.arrival(b, coordinator, 149)).toBe(149);
  });

  it('sends what is lost again, after time-outs that double, while the fault lasts', () => {
    const long = { at: 0 as Duration, for: 1e9 as Duration };
    const lossy = trouble({ kind: 'drop', nodes: ['a'], probability: 0.5, ...long });
    const delays = Array.from({ length: 4_000 }, (_, index) => {
      const at = index * 1e5;
      return Math.round(
        (trouble({ kind: 'drop', nodes: ['a'], probability: 0, ...long }).arrival(a, b, at) - at) / 2e5,
      );
    });
    expect(new Set(delays)).toEqual(new Set([0]));
    const first = lossy.arrival(a, b, 1_000);
    expect([0, 1, 3, 7, 15, 31]).toContain((first - 1_000) / 2e5);
    expect(lossy.arrival(b, coordinator, 1_000)).toBe(1_000);
  });

  it('keeps what is clogged until it ends, both ways', () => {
    const clogged = trouble({ kind: 'clog', nodes: ['a'], ...window });
    expect([clogged.arrival(a, b, 120), clogged.arrival(b, a, 149), clogged.arrival(a, b, 150)]).toEqual([
      150, 150, 150,
    ]);
    expect(clogged.arrival(coordinator, b, 120)).toBe(120);
  });

  it('lets messages of a pair overtake one another, and by no more than it says', () => {
    const long = { at: 0 as Duration, for: 1e9 as Duration };
    const jumbled = trouble({ kind: 'reorder', nodes: ['a'], probability: 0.5, by: 100 as Duration, ...long });
    const arrivals = Array.from({ length: 200 }, (_, at) => jumbled.arrival(a, b, at));
    expect(arrivals.some((at, index) => index > 0 && at < arrivals[index - 1]!)).toBe(true);
    expect(arrivals.every((at, index) => at >= index && at < index + 100)).toBe(true);
    expect(jumbled.arrival(b, coordinator, 7)).toBe(7);
  });

  it('slows down work that begins while it lasts', () => {
    const slow = trouble({ kind: 'slow', nodes: ['a'], times: 3, ...window });
    expect([99, 100, 149, 150].map((now) => slow.lasting(a, now, 7 as Duration))).toEqual([7, 21, 21, 7]);
    expect(slow.lasting(b, 120, 7 as Duration)).toBe(7);
  });

  it('delivers messages of whom it touches twice, in its time, and by no more later than it says', () => {
    const twice = trouble({ kind: 'duplicate', nodes: ['a'], probability: 1, by: 10 as Duration, ...window });
    const again = [99, 100, 149, 150].map((at) => twice.again(a, b, at));
    expect([again[0], again[3]]).toEqual([undefined, undefined]);
    expect(again[1]! >= 100 && again[1]! < 110 && again[2]! >= 149 && again[2]! < 159).toBe(true);
    expect(twice.again(b, coordinator, 120)).toBeUndefined();
  });

  it('sends what was damaged again', () => {
    const damaged = trouble({ kind: 'corrupt', nodes: ['a'], probability: 0.99, ...window });
    expect(damaged.arrival(a, b, 99)).toBe(99);
    expect(damaged.arrival(a, b, 120)).toBe(120 + 200_000);
  });

  it('lets a process stand still: what it hears, its timers and its work are late', () => {
    const later = { at: 140 as Duration, for: 30 as Duration };
    const paused = trouble({ kind: 'pause', nodes: ['a'], ...later }, { kind: 'pause', nodes: ['a'], ...window });
    expect([paused.arrival(b, a, 120), paused.arrival(a, b, 120)]).toEqual([170, 120]);
    expect([99, 100, 149, 169, 170].map((at) => paused.due(a, at))).toEqual([99, 170, 170, 170, 170]);
    expect(paused.due(b, 120)).toBe(120);
    const lasting = (now: number, elapsed: number) => paused.lasting(a, now, elapsed as Duration);
    expect([lasting(90, 10), lasting(90, 20), lasting(170, 5)]).toEqual([10, 90, 5]);
  });

  it('sets clocks wrong, never back, and lets their timers count by them', () => {
    const { clocks } = trouble({ kind: 'clock', nodes: ['a'], step: 20 as Duration, rate: 2, ...window });
    const shown = [99, 100, 110, 149, 150, 218, 219].map((now) => clocks!.shown(a, now as Instant));
    expect(shown).toEqual([99, 120, 140, 218, 218, 218, 219]);
    expect(clocks!.shown(b, 120 as Instant)).toBe(120);
    const wrong = trouble({ kind: 'clock', nodes: ['a'], step: 0 as Duration, rate: 2, ...window }).clocks!;
    expect(wrong.truly(a, 140, 110 as Instant)).toBe(120);
    expect(wrong.truly(a, 300, 200 as Instant)).toBe(300);
  });

  it('narrows access links, and says when', () => {
    const narrow = trouble({ kind: 'throttle', nodes: ['a'], times: 4, ...window });
    expect(narrow.link(a, { up: 8, down: Infinity }, 120)).toEqual({ up: 2, down: Infinity });
    expect(narrow.link(a, { up: 8, down: 8 }, 150)).toEqual({ up: 8, down: 8 });
    expect(narrow.linkChanges).toEqual([100, 150]);
  });
});
