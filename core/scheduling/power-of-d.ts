// Supermarket model: two random choices instead of one shorten queues exponentially.

import { numberOf } from './parameters.ts';
import type { Parameter, StrategyDefinition } from './strategy.ts';

const parameters: Readonly<Record<string, Parameter>> = {
  d: { kind: 'count', min: 1, default: 2, description: 'how many distinct nodes are sampled' },
};

export const powerOfD: StrategyDefinition = {
  name: 'power-of-d',
  summary:
    'the least loaded of d nodes sampled at random; compares raw counts, whatever slots and speed (Mitzenmacher)',
  parameters,
  create: (given, random) => {
    const d = numberOf('d', given, parameters);
    return {
      choose(task, pool) {
        const sampled = pool.sample(d, task.holders, random);
        if (sampled === 0) return undefined;
        // The sample is in random order, so the first of the least is a random one of them.
        let best = pool.sampled(0);
        let least = pool.load(best);
        for (let index = 1; index < sampled; index++) {
          const node = pool.sampled(index);
          const load = pool.load(node);
          if (load >= least) continue;
          best = node;
          least = load;
        }
        return best;
      },
    };
  },
};
