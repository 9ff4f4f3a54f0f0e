// Trouble on purpose: nodes that lie, each way of lying in a file of its own.

export { type Behaviour, type BehaviourDefinition, type Means, timing } from './behaviour.ts';
export { behaviours, findBehaviour } from './behaviours.ts';
export { clientBehaviours, findClientBehaviour } from './client-behaviours.ts';
export { ClientDisguise, type ClientWorn } from './client-disguise.ts';
export { type DefectName, defects } from './defects.ts';
export { type Backing, Disguise } from './disguise.ts';
export { falseTrace } from './false-trace.ts';
export { forged } from './forgery.ts';
export { severalNames } from './identities.ts';
export { type AggregatorAttack, aggregatorAttacks, attackAggregation } from './malicious-aggregator.ts';
export type { Conspiracy } from './member-behaviour.ts';
export { findMemberBehaviour, memberBehaviours } from './member-behaviours.ts';
export { MemberDisguise, type MemberWorn, TwinParties } from './member-disguise.ts';
export { Mouth } from './mouth.ts';
export { SharedMachine } from './shared-machine.ts';
export type { TrainingAttack } from './training-attack.ts';
export { findTrainingAttack, trainingAttacks } from './training-attacks.ts';
export { Wearing, type Worn } from './wearing.ts';
