// Statistical detectors, by name.

import type { DetectorDefinition } from './detector.ts';
import { medianMad } from './median-mad.ts';
import { referenceZ } from './reference-z.ts';
import { telemetryConsensus } from './telemetry-consensus.ts';

/** In the order in which lists show them. */
export const detectors: readonly DetectorDefinition[] = [referenceZ, medianMad, telemetryConsensus];

export const findDetector = (name: string): DetectorDefinition | undefined =>
  detectors.find((detector) => detector.name === name);
