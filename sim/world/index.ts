export type { Observer } from './recorder.ts';
export type { WorldOptions } from './world.ts';
export { World } from './world.ts';
