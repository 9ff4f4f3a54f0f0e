// A function of the host's that is called as gas is used, so that it can note how far a run has come.

import type { BinaryWriter } from './writer.ts';

/** It is a function import, behind those of the module. */
export interface CheckpointHook {
  /** The import's index: functions of the module's own from there on are one further. */
  readonly index: number;
  /** The global that says how much gas is left at the next checkpoint. */
  readonly next: number;
  /** Gas between two. */
  readonly every: bigint;
}

/** A function's number behind the import that was added. */
export const behind = ({ index }: CheckpointHook, number: number): number => (number < index ? number : number + 1);

/** Calls the hook with the gas left, once for all checkpoints that a block passes. The block itself is still to run. */
export function writeCheckpoint(out: BinaryWriter, gasLocal: number, { index, next, every }: CheckpointHook): void {
  out.byte(0x20).u32(gasLocal).byte(0x23).u32(next).byte(0x57, 0x04, 0x40);
  out.byte(0x20).u32(gasLocal).byte(0x10).u32(index);
  out.byte(0x03, 0x40, 0x23).u32(next).byte(0x42).s64(every).byte(0x7d, 0x24).u32(next);
  out.byte(0x20).u32(gasLocal).byte(0x23).u32(next).byte(0x57, 0x0d, 0x00, 0x0b, 0x0b);
}
