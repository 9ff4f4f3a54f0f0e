// Health without the herd: a small sample, and a load term. The score is health / (1 + load / slots); where health
// is equal, also at 0, the smaller load for each slot wins.

import type { PartyId } from '../foundation/index.ts';
import { numberOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  d: { kind: 'count', min: 1, default: 2, description: 'how many distinct nodes are sampled' },
};

export const healthSampled: StrategyDefinition = {
  name: 'health-sampled',
  summary: 'of d nodes sampled at random, the best health / (1 + load / slots)',
  parameters,
  create: (given, random) => {
    const d = numberOf('d', given, parameters);
    return {
      choose(task, pool) {
        let best: PartyId | undefined;
        let bestScore = -1;
        let bestCrowding = Infinity;
        const sampled = pool.sample(d, task.holders, random);
        for (let index = 0; index < sampled; index++) {
          const node = pool.sampled(index);
          const crowding = pool.load(node) / pool.slots(node);
          const score = pool.health(node) / (1 + crowding);
          if (score < bestScore || (score === bestScore && crowding >= bestCrowding)) continue;
          best = node;
          bestScore = score;
          bestCrowding = crowding;
        }
        return best;
      },
    };
  },
};
