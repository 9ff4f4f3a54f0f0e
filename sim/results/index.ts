export { canonicalJson } from './canonical.ts';
export type * from './types.ts';
