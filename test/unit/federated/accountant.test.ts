import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  composedEpsilon,
  conversions,
  epsilonFloor,
  noiseFor,
  orderGrids,
  RenyiAccountant,
  sampledGaussianRdp,
} from '../../../core/federated/index.ts';

const orders = orderGrids['published']!;
const by = (name: string) => conversions.find((each) => each.name === name)!;
const MNIST = 256 / 60_000;

describe('published values', () => {
  it.each([
    ['mironov-2017', 1.3, MNIST, 3_516, 1.192264],
    ['canonne-2020', 1.3, MNIST, 3_516, 0.954564],
    ['mironov-2017', 1.1, MNIST, 14_063, 3.008381],
    ['canonne-2020', 1.1, MNIST, 14_063, 2.596656],
    ['canonne-2020', 1.5, 0.04, 2_250, 7.3291111714],
  ])('%s with noise %d, sampling %d, %d rounds', (name, noise, sampling, rounds, epsilon) => {
    const of = { sampling, rounds, delta: 1e-5, orders, conversion: by(name) };
    expect(composedEpsilon(noise, of).epsilon).toBeCloseTo(epsilon, 6);
  });

  it.each([
    [5, 0.00218075656],
    [50, 0.0238460375],
  ])('the divergence of order %d', (order, divergence) => {
    expect(50 * sampledGaussianRdp(order, { noise: 2.5, sampling: 0.01 })).toBeCloseTo(divergence, 9);
  });
});

describe('the divergence', () => {
  // By mpmath with 40 digits.
  it.each([
    [1.1, 1, 1e-6, 9.450527071147071e-13],
    [2.5, 0.3, 0.1, 10.051248087777446],
    [8.7, 50, 0.5, 0.00043535696777031597],
    [33, 0.1, 0.01, 1645.2509182456996],
  ])('of order %d, noise %d, sampling %d has ten digits', (order, noise, sampling, expected) => {
    expect(sampledGaussianRdp(order, { noise, sampling }) / expected).toBeCloseTo(1, 10);
  });

  it('is that of the Gaussian mechanism without sampling, and none without anybody', () => {
    expect(sampledGaussianRdp(4, { noise: 2, sampling: 1 })).toBe(0.5);
    expect(sampledGaussianRdp(4, { noise: 2, sampling: 0 })).toBe(0);
    expect(sampledGaussianRdp(4, { noise: 0, sampling: 0.1 })).toBe(Infinity);
  });

  it('of a whole order lies between those beside it: the sum and the integral agree', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.double({ min: 0.3, max: 20, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.999, noNaN: true }),
        (order, noise, sampling) => {
          const [below, at, above] = [order - 1e-9, order, order + 1e-9].map((near) =>
            sampledGaussianRdp(near, { noise, sampling }),
          );
          expect(below! / at!).toBeCloseTo(1, 6);
          expect(above! / at!).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('grows with order and sampling, and falls with noise', () => {
    const at = (order: number, noise: number, sampling: number): number =>
      sampledGaussianRdp(order, { noise, sampling });
    fc.assert(
      fc.property(
        fc.double({ min: 1.05, max: 20, noNaN: true }),
        fc.double({ min: 0.3, max: 10, noNaN: true }),
        fc.double({ min: 1e-3, max: 0.9, noNaN: true }),
        (order, noise, sampling) => {
          const here = at(order, noise, sampling);
          expect(at(order * 1.05, noise, sampling)).toBeGreaterThan(here);
          expect(at(order, noise * 1.05, sampling)).toBeLessThan(here);
          expect(at(order, noise, sampling * 1.05)).toBeGreaterThan(here);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a composition', () => {
  it('adds up over rounds and mechanisms', () => {
    const whole = new RenyiAccountant(orders);
    whole.add({ noise: 1.5, sampling: 0.1 }, 10);
    whole.add({ noise: 2, sampling: 1 }, 3);
    const parts = new RenyiAccountant(orders);
    parts.add({ noise: 2, sampling: 1 }, 3);
    for (let round = 0; round < 10; round++) parts.add({ noise: 1.5, sampling: 0.1 }, 1);
    const after = parts.epsilonAfter({ noise: 1, sampling: 1 }, 2, 1e-5, conversions[0]!);
    expect(parts.epsilon(1e-5, conversions[0]!).epsilon).toBeCloseTo(whole.epsilon(1e-5, conversions[0]!).epsilon, 10);
    parts.add({ noise: 1, sampling: 1 }, 2);
    expect(parts.epsilon(1e-5, conversions[0]!)).toEqual(after);
  });

  it('costs what the noise for it was sought for, and a little less noise costs more', () => {
    for (const conversion of conversions) {
      const of = { sampling: 0.01, rounds: 500, delta: 1e-5, orders, conversion };
      const noise = noiseFor(2, of);
      expect(composedEpsilon(noise, of).epsilon).toBeLessThanOrEqual(2);
      expect(composedEpsilon(noise * (1 - 1e-9), of).epsilon).toBeGreaterThan(2);
      expect(composedEpsilon(1e9, of).epsilon).toBeCloseTo(epsilonFloor(of), 6);
    }
  });
});
