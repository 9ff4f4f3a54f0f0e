// Cells that are ready to run, and what their runs look up: all that worker threads need of scenarios. Reading and
// writing them, with schemas and YAML, takes half a second to load, so that is left to index.ts.

export { type AccessClass, accessClasses, bandwidthOf } from './access.ts';
export { blocksFor } from './funding.ts';
export { aboutZone, intensityAt } from './grid.ts';
export { seriesAt } from './grid-series.ts';
export { mean } from './mean.ts';
export { timeOn } from './node-time.ts';
export { oneWayBetween, regions } from './regions.ts';
export { runtimeFidelity, runtimeOf } from './runtime.ts';
export { secureCounts } from './secure-counts.ts';
export { nearestName } from './suggest.ts';
export type * from './types.ts';
export { proofFidelity } from './verification-assumptions.ts';
export { warmupOutlasts } from './warmup-outlasts.ts';
