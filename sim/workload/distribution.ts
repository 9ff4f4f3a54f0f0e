// Draws from the distributions a scenario may name. One class with a switch keeps every call site monomorphic; a class
// for each kind measured no faster where a site meets six kinds (34 ns a draw), nor where it meets one (16 ns).

import { assert, exp, pow } from '../../core/foundation/index.ts';
import type { Random } from '../../core/protocol/index.ts';
import type { Distribution } from '../scenario/cells.ts';
import { exponential, normal } from './ziggurat.ts';

/** `whole` returns no more than this (142 years in microseconds), so that the sum of two draws is still exact. */
export const LARGEST_WHOLE: number = 2 ** 52;

export interface Sampler {
  /** One draw, in the unit of the distribution's parameters. */
  sample(random: Random): number;
  /** One draw as a whole number: rounded to the nearest, but a positive draw is at least 1, and zero stays 0. */
  whole(random: Random): number;
}

/** Throws AssertionFailure on parameters that make no distribution of a quantity that is never negative. */
export function createSampler(distribution: Distribution): Sampler {
  return new DistributionSampler(distribution);
}

class DistributionSampler implements Sampler {
  private readonly kind: Distribution['kind'];
  private readonly a: number;
  private readonly b: number;
  private readonly c: number;
  private readonly values: readonly number[];

  constructor(distribution: Distribution) {
    const [a, b = 0, c = 0] = constants(distribution);
    this.kind = distribution.kind;
    this.a = a;
    this.b = b;
    this.c = c;
    this.values = valuesOf(distribution);
  }

  sample(random: Random): number {
    switch (this.kind) {
      case 'constant':
        return this.a;
      case 'uniform':
        return this.a + random.uniform() * this.b;
      case 'exponential':
        return this.a * exponential(random);
      case 'erlang':
        return this.a * sumOfExponentials(this.b, random);
      case 'hyperexponential':
        return (random.uniform() < this.c ? this.a : this.b) * exponential(random);
      case 'phases':
        return this.values[branchOf(this.values, random)]! * exponential(random);
      case 'lognormal':
        return exp(this.a + this.b * normal(random));
      case 'weibull':
        return this.a * pow(exponential(random), this.b);
      case 'pareto':
        return this.a * exp(exponential(random) * this.b);
      case 'empirical':
        return this.values[random.below(this.a)]!;
    }
  }

  whole(random: Random): number {
    const value = this.sample(random);
    if (value <= 0) return 0;
    return Math.min(Math.max(Math.round(value), 1), LARGEST_WHOLE);
  }
}

/** What `sample` computes with: each kind has its own meaning for the two or three numbers. */
function constants(distribution: Distribution): readonly [number, number?, number?] {
  switch (distribution.kind) {
    case 'constant':
      return [atLeast(0, distribution.value)];
    case 'uniform':
      return [atLeast(0, distribution.from), atLeast(distribution.from, distribution.to) - distribution.from];
    case 'exponential':
      return [atLeast(0, distribution.mean)];
    case 'erlang':
      assert(Number.isInteger(distribution.k), 'the number of stages is whole', { k: distribution.k });
      return [atLeast(0, distribution.mean) / atLeast(1, distribution.k), distribution.k];
    case 'hyperexponential':
      return balancedMeans(atLeast(0, distribution.mean), atLeast(1, distribution.scv));
    case 'phases':
      for (const { share, mean } of distribution.phases) atLeast(0, Math.min(share, mean));
      return [atLeast(1, distribution.phases.length)];
    case 'lognormal':
      return [atLeast(-Infinity, distribution.mu), atLeast(0, distribution.sigma)];
    case 'weibull':
      return [atLeast(0, distribution.scale), 1 / atLeast(Number.MIN_VALUE, distribution.shape)];
    case 'pareto':
      return [atLeast(0, distribution.scale), 1 / atLeast(Number.MIN_VALUE, distribution.shape)];
    case 'empirical':
      for (const value of distribution.values) atLeast(0, value);
      return [atLeast(1, distribution.values.length)];
  }
}

/** The means of the two branches, either of which carries half of the load, and the probability of the first. */
function balancedMeans(total: number, scv: number): readonly [number, number, number] {
  const first = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return [total / (2 * first), total / (2 * (1 - first)), first];
}

function valuesOf(distribution: Distribution): readonly number[] {
  if (distribution.kind === 'empirical') return distribution.values;
  if (distribution.kind !== 'phases') return [];
  let below = 0;
  return distribution.phases.flatMap(({ share, mean }) => [(below += share), mean]);
}

/** Where the mean of a branch stands among sums of shares and means in turn; the last one takes what rounding leaves. */
function branchOf(values: readonly number[], random: Random): number {
  const drawn = random.uniform();
  let at = 0;
  while (at < values.length - 2 && drawn >= values[at]!) at += 2;
  return at + 1;
}

function sumOfExponentials(count: number, random: Random): number {
  let sum = 0;
  for (let stage = 0; stage < count; stage++) sum += exponential(random);
  return sum;
}

function atLeast(least: number, value: number): number {
  assert(value >= least, 'a parameter of a distribution is in its range', { least, value });
  return value;
}
