export type { Observer } from './recorder.ts';
export { World } from './world.ts';
