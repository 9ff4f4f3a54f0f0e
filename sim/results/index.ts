export { canonicalJson } from './canonical.ts';
export { ENGINE_VERSION } from './engine.ts';
export { type Ground, type Label, labelOf } from './label.ts';
export type * from './record.ts';
export { LEVELS } from './record.ts';
export type * from './types.ts';
