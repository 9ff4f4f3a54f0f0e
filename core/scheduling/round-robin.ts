// Nodes in turn: arrivals at each node come more evenly spaced than at random.

import type { StrategyDefinition } from './strategy.ts';

export const roundRobin: StrategyDefinition = {
  name: 'round-robin',
  summary: 'nodes in turn, in the order in which they joined, whatever their slots and speed',
  parameters: {},
  create: () => ({ choose: (task, pool) => pool.nextInTurn(task.holders) }),
};
