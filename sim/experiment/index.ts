export { ENGINE_VERSION } from './engine.ts';
export { writeRunFolder } from './folder.ts';
export { type Adjustments, loadScenarioFile } from './load.ts';
export type { ExperimentOptions, StoppingRule, WallClock } from './options.ts';
export { type Experiment, runExperiment } from './replicate.ts';
export { runCell } from './run-cell.ts';
export { interval, mean } from './statistics.ts';
export { folderStore } from './store.ts';
export { openTaskInputs, readMnist, readTaskModule } from './task-files.ts';
