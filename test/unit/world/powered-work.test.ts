// What devices draw, how warm they get, and whose joules are whose: whole small worlds, solved by hand.

import { describe, expect, it } from 'vitest';
import { celsius, gasRate, watts } from '../../../core/foundation/index.ts';
import {
  ENERGY_SPENT,
  EXECUTION_FINISHED,
  EXECUTION_STARTED,
  MESSAGE_SENT,
  NODE_SUSPENDED,
  POWER_CHANGED,
} from '../../../core/protocol/index.ts';
import type { ResolvedDevice } from '../../../sim/scenario/index.ts';
import { cell, constant, crash, device, jobsAt, nodes, seconds, strategy, work, workload } from '../../cells.ts';
import { runWatched, type WatchedRun } from '../../runs.ts';

const run = (spec: Partial<ResolvedDevice>, more: Parameters<typeof cell>[0]): Promise<WatchedRun> =>
  runWatched(cell({ nodes: [nodes(1, { device: device(spec) })], ...more }));

const powers = ({ chronicle }: WatchedRun): (readonly [at: number, watts: number])[] =>
  chronicle.of(POWER_CHANGED).map(({ at, fact }) => [at, fact.watts] as const);

/** The published example: R = 5 K/W, C = 40 J/K, 12 W in a room of 25 C, a limit of 80 C. */
const example = (idle: number): Partial<ResolvedDevice> => ({
  power: { idle: watts(idle), peak: watts(12) },
  thermal: { resistance: 5, capacity: 40, ambient: celsius(25), throttle: celsius(80) },
});

describe('power', () => {
  it('follows the load along the curve', async () => {
    const power = {
      idle: watts(4),
      peak: watts(10),
      curve: [
        [0, 4],
        [0.5, 9],
        [1, 10],
      ] as const,
    };
    const ran = await run({ slots: 4, power }, { workload: [jobsAt([1, 2, 3, 4], constant(seconds(10)))] });
    // 1/4 of the load is halfway to the first point, 3/4 halfway between the last two.
    expect(powers(ran).slice(0, 5)).toEqual([
      [0, 4],
      [1, 6.5],
      [2, 9],
      [3, 9.5],
      [4, 10],
    ]);
  });

  it('is shared equally, above idle, by the copies that run', async () => {
    // Two slots, 2 W idle, 6 W for one copy, 10 W for two. A runs from 1 to 5, B from 3 to 7.
    const ran = await run(
      { slots: 2, power: { idle: watts(2), peak: watts(10) } },
      { workload: [jobsAt([1, 3], constant(seconds(4)))] },
    );
    const spent = ran.chronicle.of(ENERGY_SPENT).map(({ at, fact }) => [at, fact.joules, fact.finished]);
    // Each is alone for 2 s at 4 W and beside the other for 2 s at half of 8 W.
    expect(spent).toEqual([
      [5, 16, true],
      [7, 16, true],
    ]);
    expect(ran.broken).toEqual([]);
  });

  it('is wasted on copies that are aborted, and falls to nothing on a node that is down', async () => {
    const ran = await run(
      { power: { idle: watts(2), peak: watts(10) } },
      { faults: [crash(['pi-1'], 3, 4)], workload: [jobsAt([1], constant(seconds(5)))] },
    );
    expect(powers(ran)).toEqual([
      [0, 2],
      [1, 10],
      [3, 0],
      [7, 2],
      [7, 10],
      [12, 2],
    ]);
    const spent = ran.chronicle.of(ENERGY_SPENT).map(({ at, fact }) => [at, fact.joules, fact.finished]);
    expect(spent).toEqual([
      [3, 16, false],
      [12, 40, true],
    ]);
    expect(ran.metrics).toMatchObject({ 'energy.task': 40, 'energy.waste': 16 });
    expect(ran.broken).toEqual([]);
  });

  it('falls to that of an idle device while a process stands still, and so do its joules', async () => {
    const pause = { kind: 'pause', nodes: ['pi-1'], at: seconds(5), for: seconds(60) } as const;
    const ran = await run(
      { power: { idle: watts(1), peak: watts(5) } },
      { faults: [pause], workload: [jobsAt([0], constant(seconds(20)))] },
    );
    expect(powers(ran)).toEqual([
      [0, 1],
      [0, 5],
      [5, 1],
      [65, 5],
      [80, 1],
    ]);
    expect(ran.chronicle.of(ENERGY_SPENT).map(({ at, fact }) => [at, fact.joules])).toEqual([[80, 80]]);
    expect(ran.broken).toEqual([]);
  });

  it('of pauses that overlap, touch the end of work, or meet a crash, adds up all the same', async () => {
    const pauses = [
      [5, 10],
      [12, 8],
      [21, 1],
    ].map(([at, lasts]) => ({ kind: 'pause', nodes: ['pi-1'], at: seconds(at!), for: seconds(lasts!) }) as const);
    const power = { idle: watts(1), peak: watts(5) };
    const overlapping = await run({ power }, { faults: pauses, workload: [jobsAt([0], constant(seconds(6)))] });
    // 5 s, then a pause to 20, then the last second: it ends as the last pause begins.
    expect(overlapping.chronicle.of(ENERGY_SPENT).map(({ at, fact }) => [at, fact.joules])).toEqual([[21, 24]]);
    const crashed = await run(
      { power },
      { faults: [pauses[0]!, crash(['pi-1'], 7, 2)], workload: [jobsAt([0], constant(seconds(6)))] },
    );
    // Crashed in the pause, back in the pause: the task begins anew, and waits for its end.
    const spent = crashed.chronicle.of(ENERGY_SPENT).map(({ at, fact }) => [at, fact.joules, fact.finished]);
    expect(spent).toEqual([
      [7, 20, false],
      [21, 24, true],
    ]);
    expect([...overlapping.broken, ...crashed.broken]).toEqual([]);
  });

  it('is in the metrics of the window: all of it, and where it went', async () => {
    // Two copies of each task on two nodes: one wins, the other ran as long for nothing and is cut off at the end.
    const ran = await runWatched(
      cell({
        nodes: [nodes(2, { device: device({ power: { idle: watts(1), peak: watts(5) } }) })],
        scheduling: strategy('broadcast'),
        workload: [jobsAt([0, 10, 20], constant(seconds(2)))],
      }),
    );
    expect(ran.metrics['energy.task']).toBeCloseTo(8, 12);
    expect(ran.metrics['energy.waste']).toBeCloseTo(8, 12);
    // From the first submission to the last, 20 s: 2 W idle, and 4 x 2 s x 4 W above it.
    expect(ran.metrics['energy.idle']).toBeCloseTo(40 / 3, 12);
    expect(ran.metrics['energy.perTask']).toBeCloseTo((40 + 32) / 3, 12);
  });
});

describe('heat', () => {
  it('reaches the limit when the formula says, and work slows down to what can be sustained', async () => {
    // Idle 1 W: sustained 11 W of 12, so the rest goes at (11 - 1) / (12 - 1) of the speed.
    const ran = await run(example(1), { workload: [jobsAt([0], constant(seconds(1000)))] });
    const throttled = ran.chronicle.of(POWER_CHANGED).filter(({ fact }) => fact.throttled);
    expect(throttled.map(({ at, fact }) => [at, fact.watts, fact.temperature])).toEqual([[496.98133, 11, 80]]);
    const [finished] = ran.chronicle.of(EXECUTION_FINISHED);
    expect(finished!.at).toBeCloseTo(496.98133 + (1000 - 496.98133) * 1.1, 5);
    expect(finished!.fact.elapsed / 1e6).toBe(finished!.at);
    expect(ran.broken).toEqual([]);
  });

  it('falls in a pause, by the formula, and the work costs no more', async () => {
    const pause = { kind: 'pause', nodes: ['pi-1'], at: seconds(600), for: seconds(100) } as const;
    const ran = await run(example(1), { faults: [pause], workload: [jobsAt([0], constant(seconds(1000)))] });
    const changes = ran.chronicle.of(POWER_CHANGED).map(({ at, fact }) => [at, fact.watts, fact.throttled]);
    expect(changes.slice(2, 5)).toEqual([
      [496.98133, 11, true],
      [600, 1, false],
      [700, 12, false],
    ]);
    // From 80 C towards 30 C for 100 s, with a time constant of 200 s.
    const cooled = 30 + 50 * Math.exp(-0.5);
    expect(ran.chronicle.of(POWER_CHANGED)[4]!.fact.temperature).toBeCloseTo(cooled, 4);
    // Then towards 85 C until it is at its limit again.
    const again = 700 + 200 * Math.log((85 - cooled) / 5);
    expect(changes[5]![0]).toBeCloseTo(again, 4);
    const left = 1000 - 496.98133 - (600 - 496.98133) / 1.1 - (again - 700);
    expect(ran.chronicle.of(EXECUTION_FINISHED)[0]!.at).toBeCloseTo(again + left * 1.1, 3);
    expect(ran.chronicle.of(ENERGY_SPENT)[0]!.fact.joules).toBeCloseTo(11 * 1000, 2);
    expect(ran.broken).toEqual([]);
  });

  it('costs the same joules above idle for the same work, hot or cold', async () => {
    const ran = await run(example(1), { workload: [jobsAt([0], constant(seconds(1000)))] });
    const [spent] = ran.chronicle.of(ENERGY_SPENT);
    expect(spent!.fact.joules).toBeCloseTo(11 * 1000, 4);
  });

  it('is what the sensors report, as the published curve has it', async () => {
    // The oracle: T at 60, 120, 200 and 400 s of 12 W from a cold start.
    const published = {
      60: 40.550906759096925,
      120: 52.071301834358415,
      200: 62.92723352971346,
      400: 76.87988300580324,
    };
    const spec = { ...example(0), slots: 1 };
    const ran = await run(spec, { workload: [jobsAt([0], constant(seconds(450)))] });
    const steady = 25 + 12 * 5;
    const beats = ran.chronicle
      .of(MESSAGE_SENT)
      .flatMap(({ at, fact }) => (fact.type === 'heartbeat' ? [{ at, fact }] : []));
    const hot = beats.filter(({ at }) => at > 0 && at < 450);
    expect(hot.length).toBeGreaterThan(40);
    for (const { at, fact } of hot) {
      // From the nearest published value, by the formula that made it.
      const [from, kelvin] = Object.entries(published).find(([time]) => Math.abs(Number(time) - at) <= 100)!;
      const expected = steady + (kelvin - steady) * Math.exp(-(at - Number(from)) / 200);
      expect(fact.telemetry.temperature).toBeCloseTo(expected, 9);
      expect(fact.telemetry.power).toBe(12);
    }
  });

  it('no longer slows work down once the load can be sustained', async () => {
    // Two slots, 12 W for two copies, 6 W for one: only both together are too much.
    const ran = await run({ ...example(0), slots: 2 }, { workload: [jobsAt([0, 0], constant(seconds(1000)))] });
    const finished = ran.chronicle.of(EXECUTION_FINISHED).map(({ at }) => at);
    const end = 496.98133 + (1000 - 496.98133) * (12 / 11);
    expect(finished).toEqual([expect.closeTo(end, 5), expect.closeTo(end, 5)]);
    const cooled = ran.chronicle.of(POWER_CHANGED).filter(({ at, fact }) => at > 497 && !fact.throttled);
    expect(cooled.map(({ fact }) => fact.watts)).toEqual([6, 0]);
  });

  it('slows down what starts on a hot device, and what stops lets the others run on at full speed', async () => {
    // A from 0 needs 600 s, B from 0 needs 1000 s. Both: 12 W, throttled from 496.98 s at 11/12. A ends, B alone draws 6 W.
    const jobs = (name: string, long: number) =>
      workload({ name, work: work(constant(seconds(long))), arrivals: { kind: 'trace', at: [seconds(0)] } });
    const ran = await run({ ...example(0), slots: 2 }, { workload: [jobs('a', 600), jobs('b', 1000)] });
    const first = 496.98133 + (600 - 496.98133) * (12 / 11);
    const finished = ran.chronicle.of(EXECUTION_FINISHED).map(({ at }) => at);
    expect(finished).toEqual([expect.closeTo(first, 5), expect.closeTo(first + 400, 5)]);
  });

  it('without a throttle puts a node into safety mode, and it gets no more tasks until it has cooled', async () => {
    const ran = await run(
      { power: { idle: watts(0), peak: watts(14) }, thermal: { resistance: 5, capacity: 40, ambient: celsius(25) } },
      { workload: [jobsAt([0], constant(seconds(800)))] },
    );
    // 25 + 70 - 70 exp(-t/200) > 85 from t = 200 ln 7 = 389.2 s on; the next heartbeat says so.
    const suspended = ran.chronicle.of(NODE_SUSPENDED).map(({ at }) => at);
    expect(suspended).toEqual([expect.closeTo(394.2, -1)]);
    expect(suspended[0]).toBeGreaterThanOrEqual(389.18);
  });

  it('is absent from devices that have no figures: nothing is measured, and nothing recorded', async () => {
    const ran = await run({ speed: gasRate(1) }, { workload: [jobsAt([0, 1], constant(seconds(3)))] });
    expect(ran.chronicle.of(POWER_CHANGED)).toEqual([]);
    expect(ran.chronicle.of(ENERGY_SPENT)).toEqual([]);
    expect(ran.chronicle.of(EXECUTION_STARTED).length).toBe(2);
    expect(Object.keys(ran.metrics).filter((name) => /^(energy|carbon)/.test(name))).toEqual([]);
  });
});
