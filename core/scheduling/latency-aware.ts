// The nearest node, unless what it already has to do outweighs the way to the next: round trip + work / slots, both
// in microseconds. A round trip that was never measured counts as 0, so that new nodes are tried.

import type { StrategyDefinition } from './strategy.ts';

export const latencyAware: StrategyDefinition = {
  name: 'latency-aware',
  summary: 'the least sum of measured round trip (0 if unknown) and estimated work of its copies for each slot',
  parameters: {},
  create: (_, random) => ({ choose: (task, pool) => pool.nearest(task.holders, random) }),
};
