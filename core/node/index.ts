export type { NodeSettings } from './ambient-node.ts';
export { AmbientNode } from './ambient-node.ts';
export { Contents } from './contents.ts';
export { healthScore } from './health.ts';
export { HISTORY_LENGTH, TelemetryHistory } from './history.ts';
export type { SafetyLimits } from './safety.ts';
export { SafetyMode } from './safety.ts';
