export { decodeModule } from './decode.ts';
export { Engine, type Ran } from './engine.ts';
export { type Compared, type Executed, execute, executeEverywhere, type RunOf } from './execute.ts';
export { GAS_SCHEDULE_VERSION } from './gas-schedule.ts';
export { type ExecutionLimits, type LimitPreset, limitPresets } from './limits.ts';
export { isVerdict } from './outcome.ts';
export { prepare } from './prepare.ts';
export { runTask } from './run-task.ts';
export { findRuntime, type Runtime, runtimes } from './runtimes.ts';
