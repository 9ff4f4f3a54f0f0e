// Work goes by trust and load: of a few nodes at random, the one with the least queue for its reputation. A node of half
// the reputation is given work as if its queue were twice as long.

import type { PartyId } from '../foundation/index.ts';
import { numberOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  d: { kind: 'count', default: 3, min: 1, description: 'how many nodes are looked at' },
};

/** A node without any reputation may still be looked at, or it could never earn one. */
const LEAST = 1e-3;

export const credibilityWeighted: StrategyDefinition = {
  name: 'credibility-weighted',
  summary: 'of d nodes at random, the one with the least queue for each slot and unit of reputation',
  parameters,
  create: (given, random) => {
    const d = numberOf('d', given, parameters);
    return {
      choose: (task, pool) => {
        let best: PartyId | undefined;
        let least = Infinity;
        for (let left = pool.sample(d, task.holders, random) - 1; left >= 0; left--) {
          const node = pool.sampled(left);
          const queue = (pool.load(node) + 1) / (pool.slots(node) * Math.max(LEAST, pool.reputation(node)));
          if (queue >= least) continue;
          best = node;
          least = queue;
        }
        return best;
      },
    };
  },
};
