// From Rényi to approximate differential privacy. Two conversions are published and both are in use; a figure says
// little without the name of its own. An order whose bound is below 0 proves 0.

import { assert, ln, ln1p } from '../foundation/index.ts';

export interface Conversion {
  /** Author and year, kebab-case. */
  readonly name: string;
  readonly source: string;
  /** The epsilon that a divergence `rdp` of order `order` proves at `delta`. */
  epsilon(rdp: number, order: number, delta: number): number;
}

/** The first, which most papers up to 2020 report. */
const mironov2017: Conversion = {
  name: 'mironov-2017',
  source: 'Mironov, Rényi Differential Privacy (2017), proposition 3',
  epsilon: (rdp, order, delta) => rdp - ln(delta) / (order - 1),
};

/** Never above the first. */
const canonne2020: Conversion = {
  name: 'canonne-2020',
  source:
    'Canonne, Kamath and Steinke, The Discrete Gaussian for Differential Privacy (2020), proposition 12; Balle et al., Hypothesis Testing Interpretations and Rényi Differential Privacy (2020), theorem 21',
  epsilon: (rdp, order, delta) => rdp + ln1p(-1 / order) - ln(delta * order) / (order - 1),
};

export const conversions: readonly Conversion[] = [canonne2020, mironov2017];

/** The orders that TensorFlow Privacy and Opacus try: 1.1 to 10.9 by tenths, then 12 to 63. */
export const PUBLISHED_ORDERS: readonly number[] = [
  ...Array.from({ length: 99 }, (_, tenth) => 1 + (tenth + 1) / 10),
  ...Array.from({ length: 52 }, (_, whole) => whole + 12),
];

/** Those and more on both ends, for very little and very much noise. */
const WIDE_ORDERS: readonly number[] = [
  ...Array.from({ length: 9 }, (_, hundredth) => 1 + (hundredth + 1) / 100),
  ...PUBLISHED_ORDERS,
  ...[64, 80, 96, 128, 192, 256, 384, 512, 768, 1_024, 2_048, 4_096],
];

/** Grids of orders by name. */
export const orderGrids: Readonly<Record<string, readonly number[]>> = {
  published: PUBLISHED_ORDERS,
  wide: WIDE_ORDERS,
};

export interface Converted {
  readonly epsilon: number;
  /** The order that proved it. */
  readonly order: number;
}

/** The least epsilon that any of the orders proves; of equals, the first. Infinity if none does. */
export function convert(rdp: readonly number[], orders: readonly number[], delta: number, by: Conversion): Converted {
  assert(rdp.length === orders.length && orders.length > 0, 'each order has its divergence', { orders: orders.length });
  assert(delta > 0 && delta < 1, 'delta is between 0 and 1', { delta });
  let best: Converted = { epsilon: Infinity, order: orders[0]! };
  orders.forEach((order, at) => {
    const epsilon = Math.max(by.epsilon(rdp[at]!, order, delta), 0);
    if (epsilon < best.epsilon) best = { epsilon, order };
  });
  return best;
}
