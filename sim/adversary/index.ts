// Trouble on purpose: nodes that lie, each way of lying in a file of its own.

import { alwaysLie } from './always-lie.ts';
import type { BehaviourDefinition } from './behaviour.ts';
import { colluding } from './colluding.ts';
import { copycat } from './copycat.ts';
import { freeRider } from './free-rider.ts';
import { lazy } from './lazy.ts';
import { onOff } from './on-off.ts';
import { saboteur } from './saboteur.ts';
import { straggler } from './straggler.ts';
import { telemetryForger } from './telemetry-forger.ts';
import { valueTargeted } from './value-targeted.ts';
import { withholder } from './withholder.ts';

export type { BehaviourDefinition } from './behaviour.ts';
export { Disguise, type Worn } from './disguise.ts';

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
];

export const findBehaviour = (name: string): BehaviourDefinition | undefined =>
  behaviours.find((behaviour) => behaviour.name === name);
