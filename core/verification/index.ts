import { adaptive } from './adaptive.ts';
import { committee } from './committee.ts';
import { credibility } from './credibility.ts';
import { mFirst } from './m-first.ts';
import { none } from './none.ts';
import { poco } from './poco.ts';
import type { PolicyDefinition } from './policy.ts';
import { replicate } from './replicate.ts';
import { spotCheck } from './spot-check.ts';

export type { Bench, PolicyDefinition, Returned, Ruling, VerificationPolicy } from './policy.ts';

/** In the order in which lists show them. */
export const policies: readonly PolicyDefinition[] = [
  none,
  replicate,
  mFirst,
  spotCheck,
  adaptive,
  credibility,
  poco,
  committee,
];

export const findPolicy = (name: string): PolicyDefinition | undefined =>
  policies.find((policy) => policy.name === name);
