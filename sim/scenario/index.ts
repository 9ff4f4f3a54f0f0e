// Scenario files: from YAML to cells that are ready to run, or to everything that is wrong with them.

export { type AccessClass, accessClasses, bandwidthOf } from './access.ts';
export { type CatalogueEntry, catalogue } from './catalogue.ts';
export { faultInWords } from './faults.ts';
export type { LoadDataSet } from './federated-data.ts';
export { secureCounts } from './federated-guards.ts';
export { freezeWarmupTasks, warmupOutlasts } from './freeze.ts';
export { blocksFor } from './funding.ts';
export { timeOn } from './graph.ts';
export { aboutZone, intensityAt } from './grid.ts';
export { seriesAt } from './grid-section.ts';
export { graphJsonSchema, scenarioJsonSchema } from './json-schema.ts';
export { type LoadedScenario, type LoadOptions, loadScenario } from './load.ts';
export { mean } from './mean.ts';
export { oneWayBetween, regions } from './regions.ts';
export { withSeeds } from './reseed.ts';
export { runtimeFidelity, runtimeOf } from './runtime.ts';
export { nearestName } from './suggest.ts';
export type { LoadTask } from './task.ts';
export type { MetricName } from './thresholds.ts';
export type * from './types.ts';
export { proofFidelity } from './verification-assumptions.ts';
