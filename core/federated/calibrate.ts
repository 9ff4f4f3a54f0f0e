// How much noise, or how many rounds, a privacy target allows.

import { assert } from '../foundation/index.ts';
import { RenyiAccountant } from './accountant.ts';
import { type Conversion, type Converted, convert } from './conversion.ts';
import { falling } from './falling.ts';
import { sampledGaussianRdp } from './renyi.ts';

/** Uses of one mechanism, and how they are accounted for. */
export interface Composition {
  readonly sampling: number;
  readonly rounds: number;
  readonly delta: number;
  readonly orders: readonly number[];
  readonly conversion: Conversion;
}

export function composedEpsilon(noise: number, of: Composition): Converted {
  const accountant = new RenyiAccountant(of.orders);
  accountant.add({ noise, sampling: of.sampling }, of.rounds);
  return accountant.epsilon(of.delta, of.conversion);
}

/** The epsilon that no noise, however much, gets below: what the conversion itself costs on these orders. */
export const epsilonFloor = ({ orders, delta, conversion }: Composition): number =>
  convert(
    Array.from(orders, () => 0),
    orders,
    delta,
    conversion,
  ).epsilon;

/** The least noise multiplier with which the composition costs at most `epsilon`, which must be above the floor. */
export function noiseFor(epsilon: number, of: Composition): number {
  assert(epsilon > epsilonFloor(of), 'the orders can prove the target', { epsilon });
  return falling((noise) => leastEpsilon(noise, epsilon, of), epsilon);
}

/** As composedEpsilon, but stops at the first order that proves `enough`: half the time of a search. */
function leastEpsilon(
  noise: number,
  enough: number,
  { sampling, rounds, delta, orders, conversion }: Composition,
): number {
  let least = Infinity;
  for (const order of orders) {
    const rdp = rounds * sampledGaussianRdp(order, { noise, sampling });
    least = Math.min(least, conversion.epsilon(rdp, order, delta));
    if (least <= enough) break;
  }
  return least;
}
