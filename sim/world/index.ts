export { type Inputs, type OpenProgram, sharedEngine } from './executor.ts';
export { happening } from './happenings.ts';
export type { OrderedProof, Proving } from './proving.ts';
export type { Observer } from './recorder.ts';
export { RunFault } from './run-fault.ts';
export type { Mirror } from './simulated-chain.ts';
export type { Tap } from './tap.ts';
export type { TrainingSet } from './training.ts';
export { World, type WorldOptions } from './world.ts';
