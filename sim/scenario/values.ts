// Values whose type in the engine is their own: durations rounded to the microsecond, sizes, rates, amounts.

import type { z } from 'zod';
import {
  type Amount,
  amount,
  type BitRate,
  type Bytes,
  bitRate,
  bytes,
  type Celsius,
  celsius,
  type Duration,
  type GasRate,
  gasRate,
  microseconds,
  type Probability,
  probability,
  type Watts,
  watts,
} from '../../core/foundation/index.ts';
import { checked, fraction, leaf, positive, quantity, type Rule } from './kit.ts';
import * as messages from './messages.ts';
import * as quantities from './quantities.ts';

export function duration(description: string, rule?: Rule<number>): z.ZodType<Duration> {
  return quantity(quantities.time, description, (value) => {
    return value > 0 && Math.round(value) === 0 ? messages.finerThanClock() : rule?.(Math.round(value));
  }).transform(microseconds);
}

export function size(description: string): z.ZodType<Bytes> {
  return quantity(quantities.size, description, (value) => {
    return Number.isInteger(value) ? undefined : messages.notWhole('a whole number of bytes');
  }).transform(bytes);
}

export const bandwidth = (description: string): z.ZodType<BitRate> =>
  quantity(quantities.bitRate, description, positive).transform(bitRate);
export const speed = (description: string): z.ZodType<GasRate> =>
  quantity(quantities.gasRate, description, positive).transform(gasRate);
export const power = (description: string): z.ZodType<Watts> =>
  quantity(quantities.power, description).transform(watts);
export const temperature = (description: string): z.ZodType<Celsius> =>
  quantity(quantities.temperature, description).transform(celsius);
export const share = (description: string, rule?: Rule<number>): z.ZodType<Probability> =>
  fraction(description, rule).transform(probability);

export function tokens(description: string, rule: Rule<bigint> = () => undefined): z.ZodType<Amount> {
  const expected = 'an amount, such as 1 token or 0.5 tokens';
  return leaf(expected, { type: 'string', description, example: '1 token' }, (written) =>
    checked(quantities.readTokens(written), rule),
  ).transform(amount);
}
