// The sizes that the segment circuit is built in. One key proves every program that fits.

/** Parameters of `Segment` in circuits/segment.circom. */
export interface CircuitShape {
  readonly name: CircuitName;
  /** Steps of a segment at most. */
  readonly steps: number;
  /** Memory has 4^depth pages of 64 bytes. */
  readonly memoryDepth: number;
  /** Pages of memory that a segment touches at most. */
  readonly memoryPages: number;
  /** A program has 4^depth pages of 16 instructions. */
  readonly programDepth: number;
  /** Pages of the program that a segment runs through at most. */
  readonly programPages: number;
}

export const circuitNames = ['test', 'default', 'large'] as const;
export type CircuitName = (typeof circuitNames)[number];

/** As many steps as fit 2^14, 2^16 and 2^17 constraints beside pages that tasks of the catalogue need for them. */
export const circuitShapes: Readonly<Record<CircuitName, CircuitShape>> = {
  test: { name: 'test', steps: 12, memoryDepth: 6, memoryPages: 1, programDepth: 4, programPages: 1 },
  default: { name: 'default', steps: 82, memoryDepth: 6, memoryPages: 3, programDepth: 5, programPages: 5 },
  large: { name: 'large', steps: 211, memoryDepth: 6, memoryPages: 4, programDepth: 5, programPages: 7 },
};

/** The main component: what the compiler is given beside circuits/. */
export const mainOf = ({ steps, memoryDepth, memoryPages, programDepth, programPages }: CircuitShape): string =>
  `pragma circom 2.1.6;
include "segment.circom";
component main {public [tag, program, taskInput, taskOutput, stateIn, stateOut, steps]} =
  Segment(${steps}, ${memoryDepth}, ${memoryPages}, ${programDepth}, ${programPages});
`;
