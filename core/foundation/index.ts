export { AssertionFailure, assert } from './assert.ts';
export * from './errors.ts';
export { Fifo } from './fifo.ts';
export { IdMap } from './id-map.ts';
export * from './ids.ts';
export * from './math.ts';
export * from './units.ts';
