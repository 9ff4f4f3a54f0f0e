export { ENGINE_VERSION } from './engine.ts';
export { runId, writeRunFolder } from './folder.ts';
export { type Adjustments, loadScenarioFile } from './load.ts';
export type { ExperimentOptions, WallClock } from './options.ts';
export { type Experiment, runExperiment } from './replicate.ts';
export { type CellRun, runCell, type RunOptions } from './run-cell.ts';
export { interval, mean, summarise } from './statistics.ts';
export { loadStrategyFile, type StrategyFile } from './strategy-file.ts';
