// A renewal process met at an arbitrary moment, as one that has gone on for ever is. The period it is in is length-biased:
// long ones are met more often, in proportion to their length. What is left of it is a uniform share of that, which has
// the density (1 - F(x)) / mean (Cox, Renewal Theory, 1962, chapter 5). Each kind of distribution has a length-biased
// form that can be drawn exactly.

import { assert, exp, ln, pow } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import { type Distribution, mean } from '../scenario/cells.ts';
import { LARGEST_WHOLE } from './distribution.ts';
import { exponential, normal } from './ziggurat.ts';

/** What is left of the period that is met: a whole number, at least 1. */
export function residual(distribution: Distribution, random: Random): number {
  const left = random.uniform() * lengthBiased(distribution, random);
  return Math.min(Math.max(Math.round(left), 1), LARGEST_WHOLE);
}

/** The share of time in the first of two alternating states. Throws AssertionFailure if both have no length. */
export function shareOfFirst(first: Distribution, second: Distribution): number {
  const [one, other] = [mean(first), mean(second)];
  assert(one + other > 0 && one + other < Infinity, 'states that alternate have a mean length', { one, other });
  return one / (one + other);
}

/** A draw with density x f(x) / mean. */
function lengthBiased(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform': {
      const { from, to } = distribution;
      return Math.sqrt(from * from + random.uniform() * (to * to - from * from));
    }
    case 'exponential':
      return distribution.mean * (exponential(random) + exponential(random));
    case 'erlang':
      return (distribution.mean / distribution.k) * gamma(distribution.k + 1, random);
    case 'hyperexponential': {
      // The branches have balanced means: each is met as often as the other.
      const { mean: total, scv } = distribution;
      const first = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
      const branch = random.uniform() < 0.5 ? first : 1 - first;
      return (total / (2 * branch)) * (exponential(random) + exponential(random));
    }
    case 'phases': {
      const { phases } = distribution;
      let left = random.uniform() * mean(distribution);
      const met = phases.find(({ share, mean: own }) => (left -= share * own) < 0) ?? phases.at(-1)!;
      return met.mean * (exponential(random) + exponential(random));
    }
    case 'lognormal':
      return exp(distribution.mu + distribution.sigma * (distribution.sigma + normal(random)));
    case 'weibull':
      return distribution.scale * pow(gamma(1 + 1 / distribution.shape, random), 1 / distribution.shape);
    case 'pareto':
      return distribution.scale * exp(exponential(random) / (distribution.shape - 1));
    case 'empirical':
      return weighted(distribution.values, random);
  }
}

/** Gamma with that shape, at least 1, and scale 1 (Marsaglia and Tsang, ACM TOMS 26(3), 2000). */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const cube = (1 + c * x) * (1 + c * x) * (1 + c * x);
    if (cube <= 0) continue;
    if (ln(random.uniform()) < 0.5 * x * x + d - d * cube + d * ln(cube)) return d * cube;
  }
}

function weighted(values: readonly number[], random: Random): number {
  let left = random.uniform() * values.reduce((sum, value) => sum + value, 0);
  for (const value of values) {
    left -= value;
    if (left < 0) return value;
  }
  return values.at(-1)!;
}
