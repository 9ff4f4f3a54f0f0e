// The circuit that constraints are taken out of.

import { type CircuitShape, circuitShapes } from '../../../core/proof/segments/circuit-shape.ts';

/** Small, since it is compiled some two hundred times, and with two pages of each kind, so that no constraint is idle. */
export const SHAPE: CircuitShape = {
  ...circuitShapes.test,
  steps: 8,
  memoryDepth: 2,
  memoryPages: 2,
  programDepth: 2,
  programPages: 2,
};
