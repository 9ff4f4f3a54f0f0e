// What reports say of each metric, with the label that it has in a scenario.

import { metricInfos } from '../sim/metrics/index.ts';
import { labelOf, type MetricRecord } from '../sim/results/index.ts';
import type { ResolvedScenario } from '../sim/scenario/index.ts';

/** By name. Where cells differ in fidelity, the first speaks. */
export function metricRecords(scenario?: ResolvedScenario): ReadonlyMap<string, MetricRecord> {
  const execution = scenario?.cells[0]?.fidelity.execution;
  return new Map(
    metricInfos.map(({ name, unit, description, ground = 'times' }) => {
      return [name, { unit, description, label: labelOf(ground, execution, scenario?.assumed ?? []) }];
    }),
  );
}
