export * from './units.ts';
export * from './ids.ts';
export * from './errors.ts';
export { AssertionFailure, assert } from './assert.ts';
export { IdMap } from './id-map.ts';
