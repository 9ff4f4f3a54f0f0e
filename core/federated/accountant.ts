// What a composition of sampled Gaussian mechanisms tells, at most, of one contribution. Divergences of one order add
// up, whatever each mechanism was chosen by, so an accountant is a column of sums and a conversion at the end.

import { assert } from '../foundation/index.ts';
import { type Conversion, type Converted, convert } from './conversion.ts';
import { type SampledGaussian, sampledGaussianRdp } from './renyi.ts';

export class RenyiAccountant {
  readonly orders: readonly number[];
  private readonly spent: Float64Array;
  /** Divergences of one use by mechanism: every round of a task asks for the same. */
  private readonly known = new Map<string, readonly number[]>();

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
    const key = `${mechanism.noise} ${mechanism.sampling}`;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const made = this.orders.map((order) => sampledGaussianRdp(order, mechanism));
    this.known.set(key, made);
    return made;
  }
}
