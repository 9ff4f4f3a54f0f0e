// The flags of `ambient privacy`, read into a question.

import type { Options } from 'yargs';

import { type Conversion, conversions, orderGrids } from '../core/federated/index.ts';
import { failed, type Result, success } from '../core/foundation/index.ts';
import type { Given } from './command.ts';
import { failuresOf, real, text, usage, whole, word } from './flags.ts';

const MECHANISMS = ['sampled-gaussian', 'gaussian'] as const;
const NOISE_MIN = 0.05;
const NOISE_MAX = 1e6;
const EPSILON_MAX = 500;
const ORDER_MAX = 10_000;
/** An order that is no whole number is an integral, whose cost grows with it. */
const FRACTIONAL_ORDER_MAX = 500;
const names = conversions.map(({ name }) => name);

const valued = (describe: string): Options => ({ type: 'string', requiresArg: true, describe });

export const privacyFlags: Readonly<Record<string, Options>> = {
  noise: valued('the noise multiplier: standard deviation over the clipping norm; epsilon is sought'),
  epsilon: valued('the target; the least noise is sought'),
  delta: valued('the chance that epsilon does not cover'),
  sampling: valued('the share that takes part in a round: 1 %, 0.01 or 256/60000 [default: 100 %]'),
  rounds: valued('uses of the mechanism [default: 1]'),
  mechanism: valued(`${MECHANISMS.join(' or ')} [default: ${MECHANISMS[0]}]`),
  conversion: valued(`from Rényi divergence to epsilon: ${names.join(' or ')} [default: ${names[0]!}]`),
  orders: valued(
    `the orders of divergence that are tried: ${Object.keys(orderGrids).join(' or ')}, or a list such as 2,4.5,32 [default: published]`,
  ),
};

export interface PrivacyQuestion {
  readonly mechanism: (typeof MECHANISMS)[number];
  readonly target: { readonly noise: number } | { readonly epsilon: number };
  readonly sampling: number;
  readonly rounds: number;
  readonly delta: number;
  readonly conversion: Conversion;
  /** The name of the orders. */
  readonly grid: string;
  readonly orders: readonly number[];
}

export function questionOf(given: Given): Result<PrivacyQuestion> {
  const mechanism = word(given, 'mechanism', MECHANISMS);
  const target = targetOf(given);
  const sampling = samplingOf(given);
  const rounds = whole(given, 'rounds', 1);
  const delta = real(given, 'delta', { above: 0, below: 1, example: '1e-5' });
  const conversion = word(given, 'conversion', names);
  const orders = ordersOf(given);
  if (!mechanism.ok || !target.ok || !sampling.ok || !rounds.ok || !delta.ok || !conversion.ok || !orders.ok) {
    return failed(...[mechanism, target, sampling, rounds, delta, conversion, orders].flatMap(failuresOf));
  }
  if (delta.value === undefined) return usage('delta', 'is missing', 'a number such as 1e-5', 'none');
  return success({
    mechanism: mechanism.value,
    target: target.value,
    sampling: sampling.value,
    rounds: rounds.value ?? 1,
    delta: delta.value,
    conversion: conversions.find(({ name }) => name === conversion.value)!,
    ...orders.value,
  });
}

function targetOf(given: Given): Result<PrivacyQuestion['target']> {
  const noise = real(given, 'noise', { above: NOISE_MIN, below: NOISE_MAX, example: '1.1' });
  const epsilon = real(given, 'epsilon', { above: 0, below: EPSILON_MAX, example: '3' });
  if (!noise.ok) return noise;
  if (!epsilon.ok) return epsilon;
  if (noise.value !== undefined && epsilon.value === undefined) return success({ noise: noise.value });
  if (noise.value === undefined && epsilon.value !== undefined) return success({ epsilon: epsilon.value });
  const got = noise.value === undefined ? 'neither' : 'both';
  return usage('noise', 'and --epsilon: one is given and the other sought', 'one of the two', got);
}

function samplingOf(given: Given): Result<number> {
  const written = text(given, 'sampling');
  if (!written.ok) return written;
  const [, over = '', under = '1', percent = ''] =
    /^([\d.eE-]+)(?:\s*\/\s*([\d.eE]+))?\s*(%?)$/.exec(written.value ?? '1') ?? [];
  const value = Number(over || Number.NaN) / Number(under) / (percent === '%' ? 100 : 1);
  if (value > 0 && value <= 1) return success(value);
  return usage('sampling', 'is no share', 'more than 0 and at most 1, such as 1 % or 256/60000', written.value ?? '');
}

function ordersOf(given: Given): Result<{ readonly grid: string; readonly orders: readonly number[] }> {
  const written = text(given, 'orders');
  if (!written.ok) return written;
  const grid = written.value ?? 'published';
  const known = orderGrids[grid];
  if (known !== undefined) return success({ grid, orders: known });
  const orders = grid.split(',').map((order) => Number(order.trim() || Number.NaN));
  if (orders.every((order) => order > 1 && order <= (Number.isInteger(order) ? ORDER_MAX : FRACTIONAL_ORDER_MAX)))
    return success({ grid: 'given', orders });
  const expected = `${Object.keys(orderGrids).join(', ')}, or numbers with commas: above 1, whole ones up to ${ORDER_MAX}, others up to ${FRACTIONAL_ORDER_MAX}`;
  return usage('orders', 'are unknown', expected, grid);
}
