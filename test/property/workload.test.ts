import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Duration } from '../../core/foundation/index.ts';
import { openStream } from '../../sim/kernel/index.ts';
import type { Arrivals, Distribution } from '../../sim/scenario/index.ts';
import { mean } from '../../sim/scenario/index.ts';
import { createArrivals, createBatchSize, createSampler, LARGEST_WHOLE } from '../../sim/workload/index.ts';

const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const quantity = fc.oneof(fc.constant(0), positive);
const shape = fc.double({ min: 0.1, max: 20, noNaN: true });

const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  quantity.map((value): Distribution => ({ kind: 'constant', value })),
  fc.tuple(quantity, quantity).map(([from, by]): Distribution => ({ kind: 'uniform', from, to: from + by })),
  quantity.map((value): Distribution => ({ kind: 'exponential', mean: value })),
  fc
    .tuple(fc.integer({ min: 1, max: 50 }), quantity)
    .map(([k, value]): Distribution => ({ kind: 'erlang', k, mean: value })),
  fc
    .tuple(quantity, fc.double({ min: 1, max: 1e6, noNaN: true }))
    .map(([value, scv]): Distribution => ({ kind: 'hyperexponential', mean: value, scv })),
  fc.array(quantity, { minLength: 1, maxLength: 5 }).map((means): Distribution => {
    return { kind: 'phases', phases: means.map((value) => ({ share: 1 / means.length, mean: value })) };
  }),
  fc
    .tuple(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true }))
    .map(([mu, sigma]): Distribution => ({ kind: 'lognormal', mu, sigma })),
  fc.tuple(shape, quantity).map(([k, scale]): Distribution => ({ kind: 'weibull', shape: k, scale })),
  fc.tuple(shape, quantity).map(([k, scale]): Distribution => ({ kind: 'pareto', shape: k, scale })),
  fc.array(quantity, { minLength: 1 }).map((values): Distribution => ({ kind: 'empirical', values })),
);

const open: fc.Arbitrary<Arrivals> = fc.oneof(
  fc.double({ min: 1e-6, max: 1e7, noNaN: true }).map((rate): Arrivals => ({ kind: 'poisson', rate })),
  distribution.map((gap): Arrivals => ({ kind: 'every', gap })),
  fc.array(fc.nat()).map((at): Arrivals => ({ kind: 'trace', at: at.sort((a, b) => a - b) })),
  fc
    .record({
      mean: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      amplitude: fc.double({ min: 0, max: 1, noNaN: true }),
      period: fc.integer({ min: 1, max: 1e12 }),
      peak: fc.integer({ min: 0, max: 1e12 }),
    })
    .map(
      (diurnal): Arrivals => ({
        kind: 'diurnal',
        ...diurnal,
        period: diurnal.period as Duration,
        peak: diurnal.peak as Duration,
      }),
    ),
);
const batched: fc.Arbitrary<Arrivals> = fc
  .tuple(distribution, open)
  .map(([size, arrivals]): Arrivals => ({ kind: 'batch', size, arrivals }));

const seed = fc.maxSafeNat();

describe('every distribution', () => {
  test('draws quantities that are never negative, and whole ones that are', () => {
    fc.assert(
      fc.property(distribution, seed, (from, run) => {
        const random = openStream(run, 'property');
        const sampler = createSampler(from);
        for (let draw = 0; draw < 20; draw++) {
          const whole = sampler.whole(random);
          expect(sampler.sample(random)).toBeGreaterThanOrEqual(0);
          expect(Number.isInteger(whole) && whole >= 0 && whole <= LARGEST_WHOLE).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('draws the same again from the same stream, and has a mean', () => {
    fc.assert(
      fc.property(distribution, seed, (from, run) => {
        const series = (): number[] => {
          const random = openStream(run, 'property');
          const sampler = createSampler(from);
          return Array.from({ length: 10 }, () => sampler.sample(random));
        };
        expect(series()).toStrictEqual(series());
        expect(mean(from)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('all open arrivals', () => {
  test('come at whole microseconds, in order, until there are no more', () => {
    fc.assert(
      fc.property(fc.oneof(open, batched), seed, (arrivals, run) => {
        const random = openStream(run, 'property');
        const process = createArrivals(arrivals);
        let last = 0;
        for (let arrival = 0; arrival < 30; arrival++) {
          const at = process.next(random);
          expect(at === Infinity || Number.isSafeInteger(at)).toBe(true);
          expect(at).toBeGreaterThanOrEqual(last);
          last = at;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('bring one task at least', () => {
    fc.assert(
      fc.property(fc.oneof(open, batched), seed, (arrivals, run) => {
        const size = createBatchSize(arrivals)(openStream(run, 'property'));
        expect(Number.isInteger(size) && size >= 1).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
