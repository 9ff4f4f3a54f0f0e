// Trouble on purpose: nodes that lie, each way of lying in a file of its own.

import { alwaysLie } from './always-lie.ts';
import type { BehaviourDefinition } from './behaviour.ts';
import { colluding } from './colluding.ts';
import { copycat } from './copycat.ts';
import { freeRider } from './free-rider.ts';
import { lazy } from './lazy.ts';
import { onOff } from './on-off.ts';
import { proofForger } from './proof-forger.ts';
import { proofThief } from './proof-thief.ts';
import { proofWithholder } from './proof-withholder.ts';
import { saboteur } from './saboteur.ts';
import { silentChallenger } from './silent-challenger.ts';
import { straggler } from './straggler.ts';
import { telemetryForger } from './telemetry-forger.ts';
import { traceWithholder } from './trace-withholder.ts';
import { valueTargeted } from './value-targeted.ts';
import { withholder } from './withholder.ts';
import { wrongMidpoint } from './wrong-midpoint.ts';

export { type Behaviour, type BehaviourDefinition, type Means, timing } from './behaviour.ts';
export { Disguise, type Worn } from './disguise.ts';
export { forged } from './forgery.ts';
export { type AggregatorAttack, aggregatorAttacks, attackAggregation } from './malicious-aggregator.ts';
export type { Conspiracy } from './member-behaviour.ts';
export { findMemberBehaviour, memberBehaviours } from './member-behaviours.ts';
export { MemberDisguise, type MemberWorn, TwinParties } from './member-disguise.ts';
export type { TrainingAttack } from './training-attack.ts';
export { findTrainingAttack, trainingAttacks } from './training-attacks.ts';

/** In the order in which lists show them. */
export const behaviours: readonly BehaviourDefinition[] = [
  saboteur,
  alwaysLie,
  colluding,
  onOff,
  valueTargeted,
  lazy,
  copycat,
  freeRider,
  withholder,
  straggler,
  telemetryForger,
  wrongMidpoint,
  traceWithholder,
  silentChallenger,
  proofForger,
  proofThief,
  proofWithholder,
];

export const findBehaviour = (name: string): BehaviourDefinition | undefined =>
  behaviours.find((behaviour) => behaviour.name === name);
