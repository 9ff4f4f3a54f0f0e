// What a composition of sampled Gaussian mechanisms tells, at most, of one contribution. Divergences of one order add
// up, whatever each mechanism was chosen by, so an accountant is a column of sums and a conversion at the end.

import { assert } from '../foundation/index.ts';
import { type Conversion, type Converted, convert } from './conversion.ts';
import { type SampledGaussian, sampledGaussianRdp } from './renyi.ts';

export class RenyiAccountant {
  readonly orders: readonly number[];
  private readonly spent: Float64Array;

  constructor(orders: readonly number[]) {
    this.orders = orders;
    this.spent = new Float64Array(orders.length);
  }

  /** Adds so many uses of a mechanism. */
  add(mechanism: SampledGaussian, times: number): void {
    assert(times >= 0, 'a mechanism is used a number of times', { times });
    if (times === 0) return;
    this.divergences(mechanism).forEach((rdp, at) => {
      this.spent[at]! += times * rdp;
    });
  }

  /** The divergence of each order so far. */
  get rdp(): readonly number[] {
    return Array.from(this.spent);
  }

  epsilon(delta: number, by: Conversion): Converted {
    return convert(this.rdp, this.orders, delta, by);
  }

  /** What epsilon would be after so many more uses, which are not added. */
  epsilonAfter(mechanism: SampledGaussian, times: number, delta: number, by: Conversion): Converted {
    const more = this.divergences(mechanism);
    const after = more.map((rdp, at) => this.spent[at]! + times * rdp);
    return convert(after, this.orders, delta, by);
  }

  private divergences(mechanism: SampledGaussian): readonly number[] {
    const known = divergencesByOrders.get(this.orders) ?? new Map<string, readonly number[]>();
    divergencesByOrders.set(this.orders, known);
    const key = `${mechanism.noise} ${mechanism.sampling}`;
    const found = known.get(key) ?? this.orders.map((order) => sampledGaussianRdp(order, mechanism));
    known.set(key, found);
    return found;
  }
}

/** Divergences of one use by mechanism, for all accountants of the same orders: every node asks for the same ones. */
const divergencesByOrders = new WeakMap<readonly number[], Map<string, readonly number[]>>();
