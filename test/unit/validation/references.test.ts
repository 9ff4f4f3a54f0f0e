// The formulas that the simulator is held against, held against published values and against one another.

import { describe, expect, it } from 'vitest';
import * as exact from '../../validation/references.ts';
import { shortestOfD } from '../../validation/shortest-queue.ts';

describe('single queues', () => {
  it.each([
    [0.5, 2, 1, 1.3862943611198906, 5.991464547107982, 9.210340371976182, 7.824046010856292],
    [0.8, 5, 4, 3.465735902799727, 14.978661367769957, 23.02585092994046, 21.91013317336941],
    [0.9, 10, 9, 6.931471805599454, 29.957322735539915, 46.05170185988092, 44.99809670330266],
  ])('M/M/1 at load %f', (load, sojourn, wait, p50, p95, p99, waitP99) => {
    expect(exact.mm1Sojourn(load)).toBeCloseTo(sojourn, 12);
    expect(exact.mm1Wait(load)).toBeCloseTo(wait, 12);
    const quantiles = [0.5, 0.95, 0.99].map((p) => exact.exponentialQuantile(p, exact.mm1Sojourn(load)));
    [p50, p95, p99].forEach((value, at) => {
      expect(quantiles[at]).toBeCloseTo(value, 10);
    });
    expect(exact.mm1WaitQuantile(0.99, load)).toBeCloseTo(waitP99, 10);
  });

  it.each([
    [1, 0.5, 1],
    [1, 0.9, 9],
    [2, 0.5, 0.33333333],
    [2, 0.8, 1.77777778],
    [2, 0.9, 4.26315789],
    [8, 0.5, 0.014761],
    [8, 0.8, 0.28602808],
    [8, 0.9, 0.87691624],
  ])('the wait in M/M/%i at load %f', (servers, load, wait) => {
    expect(exact.mmcWait(servers, load)).toBeCloseTo(wait, 8);
  });

  it('M/M/c has the quantiles of M/M/1 for one server, and those of its service when it is empty', () => {
    for (const p of [0.5, 0.95, 0.99]) {
      expect(exact.mmcQuantile(p, 1, 0.8)).toBeCloseTo(exact.exponentialQuantile(p, 5), 9);
      expect(exact.mmcQuantile(p, 8, 1e-6)).toBeCloseTo(exact.exponentialQuantile(p, 1), 6);
      expect(exact.mmcQuantile(p, 2, 0.5)).toBeCloseTo(exact.mmcQuantile(p, 2, 0.5 + 1e-9), 6);
    }
  });

  it.each([
    [0.5, 0.5, 0.625, 2.5],
    [0.8, 2, 2.5, 10],
    [0.9, 4.5, 5.625, 22.5],
  ])('M/G/1 at load %f', (load, deterministic, erlang, hyperexponential) => {
    expect(exact.mg1Wait(load, exact.constant(1))).toBeCloseTo(deterministic, 12);
    expect(exact.mg1Wait(load, exact.erlang(4, 1))).toBeCloseTo(erlang, 12);
    expect(exact.mg1Wait(load, exact.withScv(1, 4))).toBeCloseTo(hyperexponential, 12);
    expect(exact.mg1Wait(load, exact.exponential(1))).toBeCloseTo(exact.mm1Wait(load), 12);
  });

  it('shapes that are other shapes in disguise have their moments', () => {
    const weibull = exact.weibull(1, 2);
    expect(weibull.mean).toBeCloseTo(2, 12);
    expect(weibull.second).toBeCloseTo(8, 11);
    expect(exact.weibull(2, 1).mean).toBeCloseTo(Math.sqrt(Math.PI) / 2, 13);
    const spread = exact.lognormal(0.3, 1e-6);
    expect(spread.second / spread.mean ** 2).toBeCloseTo(1, 9);
    expect(exact.slowdown(2, exact.uniform(0.999999, 1.000001))).toBeCloseTo(3, 6);
    expect(exact.pareto(1e9, 1).mean).toBeCloseTo(1, 8);
  });

  it('G/M/1 with exponential gaps is M/M/1, with constant ones D/M/1', () => {
    expect(exact.gm1((s) => 0.8 / (0.8 + s))).toBeCloseTo(0.8, 10);
    expect(exact.gm1((s) => exact.hyperexponentialTransform(s, 1.25, 1))).toBeCloseTo(0.8, 10);
    expect(1 / (1 - exact.metronomeSigma(0.5))).toBeCloseTo(1.255001, 6);
    expect(1 / (1 - exact.metronomeSigma(0.8))).toBeCloseTo(2.692731, 6);
    expect(1 / (1 - exact.metronomeSigma(0.9))).toBeCloseTo(5.178659, 6);
  });

  it('batches of one are no batches, and a priority within one class changes no mean', () => {
    expect(exact.batchSojourn(1, 0.7)).toBeCloseTo(exact.mm1Sojourn(0.7), 12);
    const half = { rate: 0.4, service: exact.exponential(1) };
    const [first, second] = exact.priorityWaits(half, half);
    expect((first + second) / 2).toBeCloseTo(exact.mm1Wait(0.8), 12);
  });
});

describe('several queues', () => {
  it.each([
    [1, 2, 5, 10],
    [2, 1.618034, 3.84398, 7.588284],
    [4, 1.432523, 3.267384, 6.38305],
    [10, 1.324642, 2.922269, 5.660276],
    [100, 1.26186, 2.71566, 5.226811],
  ])('round-robin over %i', (servers, ...sojourns) => {
    [0.5, 0.8, 0.9].forEach((load, at) => {
      expect(1 / (1 - exact.roundRobinSigma(servers, load))).toBeCloseTo(sojourns[at]!, 6);
    });
  });

  it.each([
    [1, 2, 5, 10],
    [2, 1.265686, 1.947363, 2.614057],
    [3, 1.125244, 1.580886, 2.027856],
    [5, 1.03125, 1.328918, 1.632881],
  ])('power of %i choices', (d, ...sojourns) => {
    [0.5, 0.8, 0.9].forEach((load, at) => {
      expect(exact.powerOfD(d, load)).toBeCloseTo(sojourns[at]!, 6);
    });
  });

  it.each([
    [2, 0.5, 1.426321],
    [2, 0.8, 2.955737],
    [2, 0.9, 5.474913],
    [3, 0.5, 1.244836],
    [3, 0.8, 2.285548],
  ])('join the shortest of %i queues at load %f', (servers, load, sojourn) => {
    expect(shortestOfD(servers, servers, load)).toBeCloseTo(sojourn, 6);
  });

  it('sampling some queues lies between sampling all and sampling one', () => {
    const [all, some, one] = [shortestOfD(3, 3, 0.8), shortestOfD(3, 2, 0.8), exact.mm1Sojourn(0.8)];
    expect(some).toBeGreaterThan(all);
    expect(some).toBeLessThan(one);
  });

  it.each([
    [2, 1, 2.5, 5],
    [10, 0.798103, 1.410074, 2.143298],
  ])('redundancy-2 over %i', (servers, ...sojourns) => {
    [0.5, 0.8, 0.9].forEach((load, at) => {
      expect(exact.redundancyD(servers, 2, load)).toBeCloseTo(sojourns[at]!, 6);
    });
    expect(exact.redundancyD(servers, 1, 0.8)).toBeCloseTo(5, 10);
  });
});

describe('tasks that are tried more than once', () => {
  it.each([
    [0.5, 0.6967346701436833, 0.6065306597126334, 2.5525850929940455, 3.7038776394910684],
    [2, 0.9323323583816936, 0.1353352832366127, 3.3025850929940455, 4.453877639491068],
  ])('hedged after %f', (delay, mean, extra, p99, p999) => {
    const reference = exact.hedged(delay);
    expect(reference.mean).toBeCloseTo(mean, 14);
    expect(reference.extra).toBeCloseTo(extra, 14);
    expect(reference.quantile(0.99)).toBeCloseTo(p99, 12);
    expect(reference.quantile(0.999)).toBeCloseTo(p999, 12);
    expect(reference.quantile(0.1)).toBeCloseTo(-Math.log(0.9), 12);
    expect(exact.hedged(0).wasted).toBeCloseTo(0.5, 12);
  });

  it('restart after failures', () => {
    const reference = exact.restart(1, 1);
    expect(reference.mean).toBeCloseTo(1.718281828459045, 14);
    expect(reference.starts).toBeCloseTo(Math.E, 14);
    const seldom = exact.restart(2, 1e-4);
    expect(seldom.mean).toBeCloseTo(2, 3);
    expect(seldom.second).toBeCloseTo(4, 2);
  });

  it.each([
    [2, 1.5],
    [10, 2.9289682539682538],
    [100, 5.187377517639621],
  ])('the longest of %i', (n, longest) => {
    expect(exact.maxOfExponentials(n)).toBeCloseTo(longest, 12);
  });
});

describe('closed queues', () => {
  it('one client never waits', () => {
    expect(exact.closedQueue(1, 1, 3)).toEqual({ sojourn: 1, utilisation: 0.25 });
  });

  it('as many servers as clients never make them wait', () => {
    expect(exact.closedQueue(5, 5, 2).sojourn).toBeCloseTo(1, 12);
  });

  it('two clients without much thought keep one server busy', () => {
    const { sojourn, utilisation } = exact.closedQueue(2, 1, 1e-6);
    expect(sojourn).toBeCloseTo(2, 5);
    expect(utilisation).toBeCloseTo(1, 5);
  });
});
