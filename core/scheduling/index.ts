// Scheduling: what the coordinator knows of its nodes, and the strategies that choose among them.
// A strategy is one file, registered by its line in `strategies`.

import { batchSampling } from './batch-sampling.ts';
import { broadcast } from './broadcast.ts';
import { carbonAware } from './carbon-aware.ts';
import { centralQueue } from './central-queue.ts';
import { cpop } from './cpop.ts';
import { credibilityWeighted } from './credibility-weighted.ts';
import { drf } from './drf.ts';
import { edf } from './edf.ts';
import { energyAware } from './energy-aware.ts';
import { health } from './health.ts';
import { healthSampled } from './health-sampled.ts';
import { hedged } from './hedged.ts';
import { heft } from './heft.ts';
import { joinIdleQueue } from './join-idle-queue.ts';
import { latencyAware } from './latency-aware.ts';
import { leastLoaded } from './least-loaded.ts';
import { leastWorkLeft } from './least-work-left.ts';
import { maxMin } from './max-min.ts';
import { minMin } from './min-min.ts';
import { powerOfD } from './power-of-d.ts';
import { random } from './random.ts';
import { redundancyD } from './redundancy-d.ts';
import { roundRobin } from './round-robin.ts';
import type { StrategyDefinition } from './strategy.ts';
import { sufferage } from './sufferage.ts';
import { tied } from './tied.ts';
import { weighted } from './weighted.ts';

export { Fleet } from './fleet.ts';
export type { Pool } from './pool.ts';
export type * from './strategy.ts';

/** In the order in which lists show them: from the baseline to the control arm. */
export const strategies: readonly StrategyDefinition[] = [
  random,
  roundRobin,
  weighted,
  leastLoaded,
  leastWorkLeft,
  latencyAware,
  health,
  healthSampled,
  powerOfD,
  joinIdleQueue,
  batchSampling,
  redundancyD,
  hedged,
  tied,
  edf,
  centralQueue,
  energyAware,
  carbonAware,
  credibilityWeighted,
  drf,
  heft,
  cpop,
  minMin,
  maxMin,
  sufferage,
  broadcast,
];

/** The strategy of that name or alias. */
export function findStrategy(nameOrAlias: string): StrategyDefinition | undefined {
  return strategies.find(({ name, aliases }) => name === nameOrAlias || aliases?.includes(nameOrAlias) === true);
}
