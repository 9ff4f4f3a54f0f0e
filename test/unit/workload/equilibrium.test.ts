// What is left of a period that is met at an arbitrary moment: its distribution function is the integral of the survival
// function over the mean, which is integrated here numerically, from formulas that the sampler does not use.

import { expect, it } from 'vitest';
import { openStream } from '../../../sim/kernel/index.ts';
import type { Distribution } from '../../../sim/scenario/index.ts';
import { mean } from '../../../sim/scenario/index.ts';
import { createSampler, residual, shareOfFirst } from '../../../sim/workload/index.ts';

const HOUR = 3600e6;
const DRAWS = 40_000;

/** P(X > x), with errorless formulas where there are any, else from a million draws. */
function survival(distribution: Distribution): (x: number) => number {
  switch (distribution.kind) {
    case 'exponential':
      return (x) => Math.exp(-x / distribution.mean);
    case 'phases':
      return (x) => distribution.phases.reduce((sum, { share, mean: m }) => sum + share * Math.exp(-x / m), 0);
    case 'weibull':
      return (x) => Math.exp(-((x / distribution.scale) ** distribution.shape));
    case 'pareto':
      return (x) => (x < distribution.scale ? 1 : (distribution.scale / x) ** distribution.shape);
    default: {
      const random = openStream(9, 'survival');
      const sampler = createSampler(distribution);
      const drawn = Float64Array.from({ length: 400_000 }, () => sampler.sample(random)).sort();
      return (x) => {
        let low = 0;
        for (let high = drawn.length; low < high; ) {
          const middle = (low + high) >> 1;
          if (drawn[middle]! <= x) low = middle + 1;
          else high = middle;
        }
        return 1 - low / drawn.length;
      };
    }
  }
}

/** The integral of the survival function from 0 to x, by the trapezoidal rule on a grid that grows with x. */
function integral(of: (x: number) => number, x: number): number {
  const steps = 4_000;
  let sum = 0;
  let before = 0;
  for (let step = 1; step <= steps; step++) {
    const at = x * (step / steps) ** 4;
    sum += ((of(before) + of(at)) / 2) * (at - before);
    before = at;
  }
  return sum;
}

it.each<[string, Distribution]>([
  ['constant', { kind: 'constant', value: HOUR }],
  ['uniform', { kind: 'uniform', from: HOUR, to: 3 * HOUR }],
  ['exponential', { kind: 'exponential', mean: HOUR }],
  ['erlang', { kind: 'erlang', k: 3, mean: HOUR }],
  ['hyperexponential', { kind: 'hyperexponential', mean: HOUR, scv: 9 }],
  [
    'phases',
    {
      kind: 'phases',
      phases: [
        { share: 0.338, mean: HOUR / 0.029 },
        { share: 0.39, mean: HOUR / 30.121 },
        { share: 0.272, mean: HOUR / 1.069 },
      ],
    },
  ],
  ['lognormal', { kind: 'lognormal', mu: 20, sigma: 1 }],
  ['weibull', { kind: 'weibull', shape: 0.393, scale: 2.964 * HOUR }],
  ['pareto', { kind: 'pareto', shape: 2.5, scale: HOUR }],
  ['empirical', { kind: 'empirical', values: [HOUR, HOUR, 5 * HOUR] }],
])('%s', (_, distribution) => {
  const random = openStream(1, 'residual');
  const drawn = Float64Array.from({ length: DRAWS }, () => residual(distribution, random)).sort();
  const alive = survival(distribution);
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const x = drawn[Math.floor(share * DRAWS)]!;
    // Four standard deviations of a sample quantile, and what the numbers above are off.
    const tolerance = 4 * Math.sqrt((share * (1 - share)) / DRAWS) + 0.004;
    expect(Math.abs(integral(alive, x) / mean(distribution) - share)).toBeLessThan(tolerance);
  }
});

it('the published fit is up 24.6 % of the time', () => {
  const up: Distribution = { kind: 'weibull', shape: 0.393, scale: 2.964 * HOUR };
  const down: Distribution = { kind: 'lognormal', mu: -0.586 + Math.log(HOUR), sigma: 2.844 };
  expect(shareOfFirst(up, down)).toBeCloseTo(0.24578765254751114, 9);
});
