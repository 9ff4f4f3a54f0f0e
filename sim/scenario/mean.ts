// The exact mean of a distribution.

import { exp, lnGamma } from '../../core/foundation/index.ts';
import type { Distribution } from './types.ts';

/** In the unit of its parameters. Infinite for a Pareto shape of 1 or less. */
export function mean(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.from + distribution.to) / 2;
    case 'exponential':
    case 'erlang':
    case 'hyperexponential':
      return distribution.mean;
    case 'phases':
      return distribution.phases.reduce((sum, { share, mean: own }) => sum + share * own, 0);
    case 'lognormal':
      return exp(distribution.mu + (distribution.sigma * distribution.sigma) / 2);
    case 'weibull':
      return distribution.scale * exp(lnGamma(1 + 1 / distribution.shape));
    case 'pareto':
      return distribution.shape > 1 ? (distribution.scale * distribution.shape) / (distribution.shape - 1) : Infinity;
    case 'empirical':
      return distribution.values.reduce((sum, value) => sum + value, 0) / distribution.values.length;
  }
}
