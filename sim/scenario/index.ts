// Scenario files: from YAML to cells that are ready to run, or to everything that is wrong with them.

export { type CatalogueEntry, catalogue } from './catalogue.ts';
export * from './cells.ts';
export { faultInWords } from './faults.ts';
export type { LoadDataSet } from './federated-data.ts';
export { freezeWarmupTasks } from './freeze.ts';
export { graphJsonSchema, scenarioJsonSchema } from './json-schema.ts';
export { type LoadedScenario, type LoadOptions, loadScenario } from './load.ts';
export { withSeeds } from './reseed.ts';
export type { LoadTask } from './task.ts';
export type { MetricName } from './thresholds.ts';
