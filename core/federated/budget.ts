// What a node may tell about its data, over all rounds and tasks it ever takes part in. It keeps the account itself and
// stays away from a round that it cannot afford.

import { RenyiAccountant } from './accountant.ts';
import { type Conversion, conversions, PUBLISHED_ORDERS } from './conversion.ts';
import type { SampledGaussian } from './renyi.ts';

export interface PrivacyLimit {
  readonly epsilon: number;
  readonly delta: number;
  /** Name of one. */
  readonly conversion: string;
}

/** The account of one node. */
export class PrivacyBudget {
  readonly limit: PrivacyLimit;
  private readonly conversion: Conversion;
  private readonly accountant: RenyiAccountant = new RenyiAccountant(PUBLISHED_ORDERS);
  private epsilon = 0;

  constructor(limit: PrivacyLimit) {
    this.limit = limit;
    this.conversion = conversions.find(({ name }) => name === limit.conversion)!;
  }

  /** Epsilon so far; 0 before the first use, though the conversion alone would cost something. */
  get spent(): number {
    return this.epsilon;
  }

  affords(mechanism: SampledGaussian): boolean {
    return this.after(mechanism) <= this.limit.epsilon;
  }

  /** Books one use, whatever it comes to: what was told cannot be taken back. Returns epsilon after it. */
  spend(mechanism: SampledGaussian): number {
    this.accountant.add(mechanism, 1);
    this.epsilon = this.accountant.epsilon(this.limit.delta, this.conversion).epsilon;
    return this.epsilon;
  }

  private after(mechanism: SampledGaussian): number {
    return this.accountant.epsilonAfter(mechanism, 1, this.limit.delta, this.conversion).epsilon;
  }
}
