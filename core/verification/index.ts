import { adaptive } from './adaptive.ts';
import { committee } from './committee.ts';
import { credibility } from './credibility.ts';
import { mFirst } from './m-first.ts';
import { none } from './none.ts';
import { optimistic } from './optimistic.ts';
import { poco } from './poco.ts';
import type { PolicyDefinition } from './policy.ts';
import { proofOfTraining } from './proof-of-training.ts';
import { replicate } from './replicate.ts';
import { sampled } from './sampled.ts';
import { spotCheck } from './spot-check.ts';
import { zk } from './zk.ts';

export { type Course, claimOfTask, type Executable } from './course.ts';
export { Dispute } from './dispute.ts';
export { flattened } from './flattened.ts';
export { interpreted } from './interpreted.ts';
export { holds, type Machine, opensAt, type Standing } from './machine.ts';
export { type Jump, ModelledTrace, modelledMachine, runOf } from './modelled-trace.ts';
export type { Bench, PolicyDefinition, Returned, Ruling, VerificationPolicy } from './policy.ts';
export { programMachine } from './program-machine.ts';
export { Desk, ProgramTrace } from './program-trace.ts';
export { PROOF_OF_TRAINING } from './proof-of-training.ts';
export { chanceOfCatching, drawn, type ProofTerms, type Terms } from './terms.ts';

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
  optimistic,
  sampled,
  zk,
  proofOfTraining,
];

export const findPolicy = (name: string): PolicyDefinition | undefined =>
  policies.find((policy) => policy.name === name);
