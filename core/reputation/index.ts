import { beta } from './beta.ts';
import { credibility } from './credibility.ts';
import { eigenTrust } from './eigentrust.ts';
import { poco } from './poco.ts';
import { referenceDelta } from './reference-delta.ts';
import { referenceEwma } from './reference-ewma.ts';
import type { ReputationDefinition } from './rule.ts';
import { rustRatio } from './rust-ratio.ts';
import { successRatio } from './success-ratio.ts';
import { wilson } from './wilson.ts';

export type { DetectorDefinition } from './detector.ts';
export { detectors, findDetector } from './detectors.ts';
export type { ReputationRule } from './rule.ts';

/** In the order in which lists show them. */
export const reputationRules: readonly ReputationDefinition[] = [
  beta,
  successRatio,
  wilson,
  credibility,
  poco,
  eigenTrust,
  referenceDelta,
  referenceEwma,
  rustRatio,
];

export const findReputationRule = (name: string): ReputationDefinition | undefined =>
  reputationRules.find((rule) => rule.name === name);
