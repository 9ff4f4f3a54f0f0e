import { describe, expect, test } from 'vitest';
import { AssertionFailure, exp, ln, lnGamma, pow } from '../../../core/foundation/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Distribution } from '../../../sim/scenario/index.ts';
import { mean } from '../../../sim/scenario/index.ts';
import { createSampler, LARGEST_WHOLE } from '../../../sim/workload/index.ts';
import { average, chiSquared, KOLMOGOROV_LIMIT, kolmogorov, normalCdf, variance } from './statistics.ts';

const DRAWS = 200_000;

function draws(distribution: Distribution, count = DRAWS): Float64Array {
  const random = openStream(31, JSON.stringify(distribution));
  const sampler = createSampler(distribution);
  return Float64Array.from({ length: count }, () => sampler.sample(random));
}

interface Case {
  readonly distribution: Distribution;
  readonly cdf: (x: number) => number;
  readonly mean: number;
}
interface LightCase extends Case {
  readonly variance: number;
}

const gamma = (x: number): number => exp(lnGamma(x));
const tail = (x: number, rate: number): number => exp(-rate * x);

const erlangCdf = (x: number): number => {
  const load = (3 * x) / 2;
  return 1 - tail(load, 1) * (1 + load + (load * load) / 2);
};

const fast = (1 + Math.sqrt(3 / 5)) / 2;
const hyperexponentialCdf = (x: number): number =>
  1 - fast * tail(x, (2 * fast) / 5) - (1 - fast) * tail(x, (2 * (1 - fast)) / 5);

const lightTailed: readonly LightCase[] = [
  { distribution: { kind: 'uniform', from: 2, to: 5 }, cdf: (x) => (x - 2) / 3, mean: 3.5, variance: 0.75 },
  { distribution: { kind: 'exponential', mean: 4 }, cdf: (x) => 1 - tail(x, 0.25), mean: 4, variance: 16 },
  { distribution: { kind: 'erlang', k: 3, mean: 2 }, cdf: erlangCdf, mean: 2, variance: 4 / 3 },
  {
    distribution: { kind: 'hyperexponential', mean: 5, scv: 4 },
    cdf: hyperexponentialCdf,
    mean: 5,
    variance: 100,
  },
  {
    distribution: { kind: 'hyperexponential', mean: 5, scv: 1 },
    cdf: (x) => 1 - tail(x, 0.2),
    mean: 5,
    variance: 25,
  },
  {
    distribution: {
      kind: 'phases',
      phases: [
        { share: 0.5, mean: 1 },
        { share: 0.3, mean: 4 },
        { share: 0.2, mean: 10 },
      ],
    },
    cdf: (x) => 1 - 0.5 * tail(x, 1) - 0.3 * tail(x, 0.25) - 0.2 * tail(x, 0.1),
    mean: 3.7,
    variance: 2 * (0.5 + 0.3 * 16 + 0.2 * 100) - 3.7 * 3.7,
  },
  {
    distribution: { kind: 'lognormal', mu: 1, sigma: 0.5 },
    cdf: (x) => normalCdf((ln(x) - 1) / 0.5),
    mean: exp(1.125),
    variance: (exp(0.25) - 1) * exp(2.25),
  },
  {
    distribution: { kind: 'weibull', shape: 2.5, scale: 3 },
    cdf: (x) => 1 - exp(-pow(x / 3, 2.5)),
    mean: 3 * gamma(1.4),
    variance: 9 * (gamma(1.8) - gamma(1.4) * gamma(1.4)),
  },
];

/** The estimates of their variances never settle. */
const heavyTailed: readonly Case[] = [
  {
    distribution: { kind: 'weibull', shape: 0.393, scale: 10_670 },
    cdf: (x) => 1 - exp(-pow(x / 10_670, 0.393)),
    mean: 10_670 * gamma(1 + 1 / 0.393),
  },
  { distribution: { kind: 'pareto', shape: 1.5, scale: 2 }, cdf: (x) => 1 - pow(2 / x, 1.5), mean: 6 },
  { distribution: { kind: 'pareto', shape: 0.5, scale: 2 }, cdf: (x) => 1 - Math.sqrt(2 / x), mean: Infinity },
];

describe.each([...lightTailed, ...heavyTailed])('a sampler of $distribution', ({ distribution, cdf, mean: exact }) => {
  test('draws from the exact distribution', () => {
    expect(kolmogorov(draws(distribution), cdf)).toBeLessThan(KOLMOGOROV_LIMIT);
  });

  test('has the exact mean', () => {
    expect(mean(distribution)).toBeCloseTo(exact, 8);
  });
});

describe.each(lightTailed)('many draws of $distribution', ({ distribution, mean: exact, variance: spread }) => {
  test('have its mean and variance', () => {
    const values = draws(distribution);
    expect(Math.abs(average(values) - exact)).toBeLessThan(3.3 * Math.sqrt(spread / DRAWS));
    const fourth = average(values.map((value) => (value - exact) ** 4));
    const error = Math.sqrt((fourth - spread ** 2) / DRAWS);
    expect(Math.abs(variance(values) - spread)).toBeLessThan(3.3 * error);
  });
});

describe('a sampler', () => {
  const random = openStream(1, 'sampler');

  test('of a constant draws it, and no random number', () => {
    const untouched = openStream(1, 'sampler');
    expect(createSampler({ kind: 'constant', value: 2.5 }).sample(random)).toBe(2.5);
    expect(mean({ kind: 'constant', value: 2.5 })).toBe(2.5);
    expect(random.uniform()).toBe(untouched.uniform());
  });

  test('of a list draws each of its values as often, repetitions included', () => {
    const list: Distribution = { kind: 'empirical', values: [5, 1, 5, 2.5] };
    const values = draws(list);
    const counts = [1, 2.5, 5].map((value) => values.filter((drawn) => drawn === value).length);
    expect(chiSquared(Float64Array.of(counts[0]!, counts[1]!, counts[2]! / 2, counts[2]! / 2))).toBeLessThan(16.3);
    expect(mean(list)).toBe(3.375);
  });

  test('rounds to whole numbers, of which a positive draw is at least 1', () => {
    const whole = (value: number): number => createSampler({ kind: 'constant', value }).whole(random);
    expect([0, 1e-9, 0.49, 1, 1.49, 1.5, 12_345.6].map(whole)).toStrictEqual([0, 1, 1, 1, 1, 2, 12_346]);
    expect([LARGEST_WHOLE * 2, 1e300].map(whole)).toStrictEqual([LARGEST_WHOLE, LARGEST_WHOLE]);
  });

  test.each<Distribution>([
    { kind: 'constant', value: -1 },
    { kind: 'constant', value: NaN },
    { kind: 'uniform', from: 3, to: 2 },
    { kind: 'uniform', from: -1, to: 2 },
    { kind: 'exponential', mean: -1 },
    { kind: 'erlang', k: 2.5, mean: 1 },
    { kind: 'erlang', k: 0, mean: 1 },
    { kind: 'hyperexponential', mean: 1, scv: 0.5 },
    { kind: 'lognormal', mu: 0, sigma: -1 },
    { kind: 'weibull', shape: 0, scale: 1 },
    { kind: 'pareto', shape: 1, scale: -1 },
    { kind: 'empirical', values: [] },
    { kind: 'empirical', values: [1, -1] },
  ])('is not made of %o', (distribution) => {
    expect(() => createSampler(distribution)).toThrow(AssertionFailure);
  });
});
