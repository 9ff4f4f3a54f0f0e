// The measured world and the planners against published values: each a scenario file and what is known of it.

import { derived, metric, type ValidationCase } from './expectation.ts';

const MAKESPANS: Readonly<Record<string, number>> = { heft: 80, cpop: 86, 'min-min': 36, 'max-min': 48 };
/** Means by zone, grams per kWh: Wiesner et al. 2021 for the measured ones, the year's mean for India. */
const INTENSITIES: Readonly<Record<string, number>> = { frankfurt: 313.396, london: 212.942, mumbai: 713.441 };
const KWH_OF_A_DAY = 0.24;

/** T = Ta + P R + (T0 - Ta - P R) e^{-t / RC}, solved for the time at which T is the limit. */
const SECONDS_TO_LIMIT = -5 * 40 * Math.log((80 - 25 - 60) / -60);
const SUSTAINED = 11 / 12;

export const worldCases: readonly ValidationCase[] = [
  { scenario: 'graphs', expect: (factors) => [metric('makespan', MAKESPANS[factors.text('scheduling')]!)] },
  { scenario: 'batches', expect: (factors) => [metric('makespan', MAKESPANS[factors.text('scheduling')]!)] },
  { scenario: 'fair-shares', expect: () => [metric('makespan', 10)] },
  { scenario: 'bulk', expect: () => [metric('makespan', 6)] },
  {
    scenario: 'heat',
    expect: () => [
      derived('time to the limit', SECONDS_TO_LIMIT, (metrics) => {
        // The rest of the work is stretched by 12 / 11: what was not stretched came before the limit.
        const service = metrics['service.mean']!;
        return (service - 1000 / SUSTAINED) / (1 - 1 / SUSTAINED);
      }),
    ],
  },
  {
    scenario: 'carbon',
    expect: (factors) => {
      const grams = KWH_OF_A_DAY * INTENSITIES[factors.text('nodes.lamp.region')]!;
      return [metric('carbon.perTask', grams / 2)];
    },
  },
];
