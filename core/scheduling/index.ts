// Scheduling: what the coordinator knows of its nodes, and the strategies that choose among them.
// A strategy is one file; its line in `strategies` is all it takes to register it.

import { leastLoaded } from './least-loaded.ts';
import { powerOfD } from './power-of-d.ts';
import { random } from './random.ts';
import { redundancyD } from './redundancy-d.ts';
import { roundRobin } from './round-robin.ts';
import type { StrategyDefinition } from './strategy.ts';

export type * from './strategy.ts';
export { Fleet } from './fleet.ts';
export type { Pool } from './pool.ts';

export const strategies: readonly StrategyDefinition[] = [random, roundRobin, leastLoaded, powerOfD, redundancyD];

/** The strategy of that name or alias. */
export function findStrategy(nameOrAlias: string): StrategyDefinition | undefined {
  return strategies.find(({ name, aliases }) => name === nameOrAlias || aliases?.includes(nameOrAlias) === true);
}
