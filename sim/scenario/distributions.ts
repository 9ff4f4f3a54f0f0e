// Distributions: their schema, their rules and how they are written again.

import { z } from 'zod';
import { type Failure, ln } from '../../core/foundation/index.ts';
import { isFinerThanClock } from './clock.ts';
import { count, fraction, leaf, listOf, mapping, number, oneOf, positive, quantity, readCount, report } from './kit.ts';
import { mean } from './mean.ts';
import * as messages from './messages.ts';
import { type Dimension, gas, readQuantity, time, writeQuantity } from './quantities.ts';
import type { Plain } from './tree.ts';
import type { Distribution } from './types.ts';

/** The standard normal quantile of 0.99: solves a lognormal from its median and 99th percentile. */
const NORMAL_P99 = 2.3263478740408408;
const STAGES_MAX = 1_000_000;
const VALUES_MAX = 1_000_000;
const COUNT_MAX = 1_000_000;
const PHASES_MAX = 1_000;
/** 33.3 % thrice is a slip, 0.1 ten times is not. */
const SHARES_TOLERANCE = 1e-9;

/** Reads and writes single values of what a distribution describes. */
interface Scale {
  readonly noun: string;
  readonly value: (description: string, mustBePositive?: boolean) => z.ZodType<number>;
  readonly write: (value: number) => Plain;
  /** The factor of a unit to the base unit; undefined if it is none. */
  readonly factor: (unit: string) => number | undefined;
  readonly unit: string;
}

function scaleOf(dimension: Dimension): Scale {
  return {
    noun: dimension.noun,
    value: (description, mustBePositive) => quantity(dimension, description, mustBePositive ? positive : undefined),
    write: (value) => writeQuantity(value, dimension),
    factor: (unit) => {
      const one = readQuantity(`1 ${unit}`, dimension);
      return one.ok ? one.value : undefined;
    },
    unit: dimension.base.names[0]!,
  };
}

const times = scaleOf(time);
const gases = scaleOf(gas);

const counts: Scale = {
  noun: 'a count',
  value: (description) => number(description, 'a number, more than 0', positive),
  write: (value) => value,
  factor: (unit) => (unit === 'tasks' ? 1 : undefined),
  unit: 'tasks',
};

/** Of durations. A bare duration is constant, unless `bare` makes it something else. */
export function timeDistribution(
  description: string,
  bare: (value: number) => Distribution = constant,
): z.ZodType<Distribution> {
  return timeOrKind(bare)
    .transform((given, context) => {
      if (isFinerThanClock(mean(given))) report(context, { failure: messages.finerThanClock() });
      return given;
    })
    .meta({ description });
}

/** Of gaps between instants, which keep their fractions: only the instants are rounded. */
export const gapDistribution = (description: string): z.ZodType<Distribution> =>
  timeOrKind(constant).meta({ description });

const timeOrKind = (bare: (value: number) => Distribution): z.ZodType<Distribution> =>
  z.union([times.value('The same each time.').transform(bare), timeKinds]);

/** Of amounts of gas. A bare amount is constant. */
export const gasDistribution = (description: string): z.ZodType<Distribution> =>
  z.union([gases.value('The same each time.').transform(constant), gasKinds]).meta({ description });

/** Of whole numbers. Draws are rounded; a bare number is constant. */
export function countDistribution(description: string): z.ZodType<Distribution> {
  const whole = leaf('a whole number, at least 1', { type: 'integer', minimum: 1 }, (written) =>
    readCount(written, 1, COUNT_MAX),
  );
  return z.union([whole.transform(constant), countKinds]).meta({ description });
}

export function exponential(mean: number): Distribution {
  return { kind: 'exponential', mean };
}

function constant(value: number): Distribution {
  return { kind: 'constant', value };
}

function kinds(scale: Scale): z.ZodType<Distribution> {
  return oneOf(`a distribution of ${scale.noun}`, {
    constant: scale.value('The same each time.').transform(constant),
    uniform: uniform(scale),
    exponential: mapping('{ mean }', { mean: scale.value('The mean.', true) })
      .transform(({ mean }) => exponential(mean))
      .meta({ description: 'Without memory.' }),
    erlang: mapping('{ k, mean }', {
      k: count('Number of stages.', 1, STAGES_MAX),
      mean: scale.value('The mean of the sum of all stages.', true),
    })
      .transform(({ k, mean }): Distribution => ({ kind: 'erlang', k, mean }))
      .meta({ description: 'The sum of k exponential stages: its squared coefficient of variation is 1/k.' }),
    hyperexponential: hyperexponential(scale),
    lognormal: lognormal(scale),
    weibull: mapping('{ shape, scale }', shapeAndScale(scale))
      .transform((given): Distribution => ({ kind: 'weibull', ...given }))
      .meta({ description: 'P(X > x) = exp(-(x/scale)^shape).' }),
    pareto: mapping('{ shape, scale }', shapeAndScale(scale))
      .transform((given): Distribution => ({ kind: 'pareto', ...given }))
      .meta({ description: 'P(X > x) = (scale/x)^shape from scale on.' }),
    empirical: listOf('a list of values', scale.value('One observation.'), VALUES_MAX, 1)
      .transform((values): Distribution => ({ kind: 'empirical', values }))
      .meta({ description: 'Each value equally often.' }),
  });
}

function hyperexponential(scale: Scale): z.ZodType<Distribution> {
  const phase = mapping('{ share, mean }', {
    share: fraction('How likely this branch is.', positive),
    mean: scale.value('The mean of this branch.', true),
  });
  return mapping('{ mean, scv } or { phases }', {
    mean: scale.value('The mean, of two branches with balanced means.', true).exactOptional(),
    scv: number('Squared coefficient of variation.', 'a number, at least 1', atLeastOne).exactOptional(),
    phases: listOf('a list of branches', phase, PHASES_MAX, 1)
      .meta({ description: 'The branches themselves: [{ share: 90 %, mean: … }, …]. Shares add up to 1.' })
      .exactOptional(),
  })
    .transform(({ mean, scv, phases }, context): Distribution => {
      if (phases === undefined && mean !== undefined && scv !== undefined) {
        return { kind: 'hyperexponential', mean, scv };
      }
      if (phases === undefined || mean !== undefined || scv !== undefined) {
        report(context, { failure: messages.eitherOr('{ mean, scv }', '{ phases }') });
        return z.NEVER;
      }
      const sum = phases.reduce((total, { share }) => total + share, 0);
      if (Math.abs(sum - 1) > SHARES_TOLERANCE) report(context, { failure: messages.sharesNotOne(sum) }, ['phases']);
      return { kind: 'phases', phases };
    })
    .meta({ description: 'One of several exponential branches, by mean and squared variation or one by one.' });
}

function atLeastOne(value: number): Failure | undefined {
  return value >= 1 ? undefined : messages.outOfRange('at least 1', 'below 1, use erlang');
}

function shapeAndScale(scale: Scale): { shape: z.ZodType<number>; scale: z.ZodType<number> } {
  return {
    shape: number('The shape.', 'a number, more than 0', positive),
    scale: scale.value('The scale.', true),
  };
}

function uniform(scale: Scale): z.ZodType<Distribution> {
  return mapping('{ from, to }', { from: scale.value('The least value.'), to: scale.value('The greatest value.') })
    .transform(({ from, to }, context): Distribution => {
      if (from > to) report(context, { failure: messages.backwards('"from"', '"to"') });
      return { kind: 'uniform', from, to };
    })
    .meta({ description: 'Evenly between two values.' });
}

function lognormal(scale: Scale): z.ZodType<Distribution> {
  const byQuantiles = { median: scale.value('The median.', true), p99: scale.value('The 99th percentile.', true) };
  const byLogarithms = {
    mu: number('Mean of the logarithm.', 'a number'),
    sigma: number('Standard deviation of the logarithm.', 'a number, not negative', notNegative),
    unit: unitOf(scale),
  };
  const shape = Object.fromEntries(
    Object.entries({ ...byQuantiles, ...byLogarithms }).map(([key, schema]) => [key, schema.exactOptional()]),
  );
  return mapping('{ median, p99 } or { mu, sigma, unit }', shape)
    .transform((given, context): Distribution => {
      const { median, p99, mu, sigma, unit } = given as Partial<
        Record<'median' | 'p99' | 'mu' | 'sigma' | 'unit', number>
      >;
      const keys = Object.keys(given).length;
      if (keys === 2 && median !== undefined && p99 !== undefined) {
        if (p99 < median) report(context, { failure: messages.backwards('"median"', '"p99"') });
        return { kind: 'lognormal', mu: ln(median), sigma: ln(p99 / median) / NORMAL_P99 };
      }
      if (keys === 3 && mu !== undefined && sigma !== undefined && unit !== undefined) {
        return { kind: 'lognormal', mu: mu + ln(unit), sigma };
      }
      report(context, { failure: messages.eitherOr('{ median, p99 }', '{ mu, sigma, unit }') });
      return z.NEVER;
    })
    .meta({ description: 'By median and 99th percentile, or by mean and deviation of the logarithm and its unit.' });
}

function notNegative(value: number): Failure | undefined {
  return value >= 0 ? undefined : messages.outOfRange('at least 0');
}

function unitOf(scale: Scale): z.ZodType<number> {
  const expected = `a unit, such as ${scale.unit}`;
  return leaf(expected, { type: 'string', description: 'The unit of the values.' }, (written) => {
    const factor = typeof written === 'string' ? scale.factor(written) : undefined;
    return factor === undefined
      ? { ok: false, failures: [messages.unknownUnit(String(written), scale.noun, [scale.unit])] }
      : { ok: true, value: factor };
  });
}

const ONE_KEY = 'A mapping with exactly one of these keys.';
const timeKinds = kinds(times).meta({ id: 'distribution-of-time', description: ONE_KEY });
const gasKinds = kinds(gases).meta({ id: 'distribution-of-gas', description: ONE_KEY });
const countKinds = kinds(counts).meta({ id: 'distribution-of-counts', description: ONE_KEY });

/** The mean in the base unit is 0: nothing but zeros can come. */
export function isAlwaysZero(distribution: Distribution): boolean {
  if (distribution.kind === 'constant') return distribution.value === 0;
  if (distribution.kind === 'uniform') return distribution.to === 0;
  return distribution.kind === 'empirical' && distribution.values.every((value) => value === 0);
}

export const writeTimeDistribution = (distribution: Distribution): Plain => write(distribution, times);
export const writeGasDistribution = (distribution: Distribution): Plain => write(distribution, gases);
export const writeCountDistribution = (distribution: Distribution): Plain => write(distribution, counts);

function write(distribution: Distribution, scale: Scale): Plain {
  const { kind } = distribution;
  if (kind === 'constant') return { constant: scale.write(distribution.value) };
  if (kind === 'uniform')
    return { uniform: { from: scale.write(distribution.from), to: scale.write(distribution.to) } };
  if (kind === 'exponential') return { exponential: { mean: scale.write(distribution.mean) } };
  if (kind === 'erlang') return { erlang: { k: distribution.k, mean: scale.write(distribution.mean) } };
  if (kind === 'hyperexponential') {
    return { hyperexponential: { mean: scale.write(distribution.mean), scv: distribution.scv } };
  }
  if (kind === 'phases') {
    const phases = distribution.phases.map(({ share, mean }) => ({ share, mean: scale.write(mean) }));
    return { hyperexponential: { phases } };
  }
  if (kind === 'lognormal') {
    return { lognormal: { mu: distribution.mu, sigma: distribution.sigma, unit: scale.unit } };
  }
  if (kind === 'empirical') return { empirical: distribution.values.map(scale.write) };
  return { [kind]: { shape: distribution.shape, scale: scale.write(distribution.scale) } };
}
