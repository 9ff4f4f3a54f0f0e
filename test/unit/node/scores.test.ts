// Health, safety mode and the telemetry history, against values worked out by hand.

import { describe, expect, it } from 'vitest';
import { bitRate, celsius, type Duration, milliseconds, probability, watts } from '../../../core/foundation/index.ts';
import { HISTORY_LENGTH, healthScore, SafetyMode, TelemetryHistory } from '../../../core/node/index.ts';
import type { Telemetry } from '../../../core/protocol/index.ts';
import { SOUND } from '../../fake-host.ts';
import { limits } from './bench.ts';

describe('the health score', () => {
  const telemetry = (up: number, down: number, gflops: number, power: number): Telemetry => ({
    ...SOUND,
    up: bitRate(up * 1e6),
    down: bitRate(down * 1e6),
    gflops,
    power: watts(power),
  });

  it.each<[string, Telemetry | undefined, Duration | undefined, number, number]>([
    ['nothing reported', undefined, milliseconds(1), 1, 0],
    // .4 * 100/1000 + .3 * (1 - 20/100) + .2 * (5/10) + .1 * .5
    ['an ordinary node', telemetry(100, 500, 50, 10), milliseconds(20), 0.5, 0.04 + 0.24 + 0.1 + 0.05],
    ['the best there is', telemetry(1000, 1000, 100, 10), 0 as Duration, 1, 1],
    ['far beyond the best', telemetry(9e9, 9e9, 1e9, 1), 0 as Duration, 1, 1],
    ['no link', telemetry(0, 0, 0, 10), milliseconds(100), 0, 0],
    ['too far to count', telemetry(1000, 1000, 0, 10), milliseconds(350), 0, 0.4],
    ['the narrower direction', telemetry(1000, 250, 0, 10), milliseconds(100), 0, 0.1],
    ['latency not measured yet', telemetry(1000, 1000, 100, 10), undefined, 1, 0.7],
    ['no power meter', telemetry(1000, 1000, 100, 0), milliseconds(0), 0, 0.7],
    ['an endless link', { ...SOUND, up: bitRate(Infinity), down: bitRate(Infinity), gflops: 0 }, undefined, 0, 0.4],
  ])('of %s', (_, reported, latency, reputation, score) => {
    expect(healthScore(reported, latency, probability(reputation))).toBeCloseTo(score, 12);
  });
});

describe('safety mode', () => {
  const modes = (act: (mode: SafetyMode, value: number) => void, values: readonly number[]): boolean[] => {
    const mode = new SafetyMode(limits);
    return values.map((value) => {
      act(mode, value);
      return mode.active;
    });
  };

  it('begins above 85 degrees, and ends at 80', () => {
    const active = modes((mode, value) => mode.feel(celsius(value)), [85, 85.1, 84, 80.1, 80, 83, 86]);
    expect(active).toEqual([false, true, true, true, false, false, true]);
  });

  it('begins above 100 ms, and ends at 80 ms', () => {
    const active = modes((mode, value) => mode.measure(milliseconds(value)), [100, 101, 90, 81, 80, 99]);
    expect(active).toEqual([false, true, true, true, false, false]);
  });

  it('begins with the 25th error in a row, which a success in between prevents', () => {
    const mode = new SafetyMode(limits);
    for (let error = 1; error <= 24; error++) mode.failed();
    expect(mode.active).toBe(false);
    mode.succeeded();
    expect(mode.consecutiveErrors).toBe(0);
    for (let error = 1; error <= 24; error++) mode.failed();
    expect([mode.active, mode.consecutiveErrors]).toEqual([false, 24]);
    mode.failed();
    expect([mode.active, mode.consecutiveErrors]).toEqual([true, 25]);
    mode.succeeded();
    expect(mode.active).toBe(false);
  });

  it('ends on probation after enough quiet periods: half of the errors are forgiven, no more', () => {
    const mode = new SafetyMode(limits);
    for (let error = 1; error <= 25; error++) mode.failed();
    let periods = 0;
    for (; mode.active && periods < 100; periods++) mode.rest();
    expect(periods).toBe(13);
    for (let quiet = 0; quiet < 10; quiet++) mode.rest();
    expect(mode.consecutiveErrors).toBe(12);
    for (let error = 1; error <= 12; error++) mode.failed();
    expect(mode.active).toBe(false);
    mode.failed();
    expect(mode.active).toBe(true);
  });

  it('lasts until every reason is gone', () => {
    const mode = new SafetyMode(limits);
    mode.feel(celsius(90));
    mode.measure(milliseconds(150));
    mode.feel(celsius(70));
    expect(mode.active).toBe(true);
    mode.measure(milliseconds(20));
    expect(mode.active).toBe(false);
  });

  it('does not rest an error away before it has begun', () => {
    const mode = new SafetyMode(limits);
    for (let error = 1; error <= 24; error++) mode.failed();
    for (let quiet = 0; quiet < 50; quiet++) mode.rest();
    expect(mode.consecutiveErrors).toBe(24);
  });
});

describe('the telemetry history', () => {
  const filled = (count: number): TelemetryHistory => {
    const history = new TelemetryHistory();
    for (let sample = 1; sample <= count; sample++) {
      history.add({ ...SOUND, power: watts(sample), gflops: 2 * sample, cpu: 0.25 });
    }
    return history;
  };

  it('is empty at first', () => {
    expect([new TelemetryHistory().length, new TelemetryHistory().mean('power')]).toEqual([0, undefined]);
  });

  it.each([1, 2, 4, 5, 17, 99, 100])('keeps all of %i samples', (count) => {
    const history = filled(count);
    expect(history.length).toBe(count);
    expect(history.mean('power')).toBeCloseTo((count + 1) / 2, 9);
    expect(history.mean('gflops')).toBeCloseTo(count + 1, 9);
    expect(history.mean('cpu')).toBe(0.25);
    expect(history.mean('temperature')).toBe(40);
    expect(history.mean('carbonIntensity')).toBe(100);
    expect(history.mean('memoryFree')).toBe(1e9);
  });

  it.each([101, 150, 200, 201, 1234])('keeps the last hundred of %i', (count) => {
    const history = filled(count);
    expect(history.length).toBe(HISTORY_LENGTH);
    expect(history.mean('power')).toBeCloseTo(count - 49.5, 9);
  });
});
