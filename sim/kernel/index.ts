export { Fingerprint } from './fingerprint.ts';
export type { Absence, Finisher, Occurrence, RunState } from './kernel.ts';
export { AT_ARRIVAL, AT_COMPLETION, AT_FAULT, Kernel } from './kernel.ts';
export { openStream, Stream } from './random.ts';
export { TieShuffle } from './tie-shuffle.ts';
