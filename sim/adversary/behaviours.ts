// Ways in which nodes lie, by name.

import { alwaysLie } from './always-lie.ts';
import type { BehaviourDefinition } from './behaviour.ts';
import { colluding } from './colluding.ts';
import { copycat } from './copycat.ts';
import { disowner } from './disowner.ts';
import { equivocatorNode } from './equivocator-node.ts';
import { framer } from './framer.ts';
import { freeRider } from './free-rider.ts';
import { interloper } from './interloper.ts';
import { lazy } from './lazy.ts';
import { misdeliverer } from './misdeliverer.ts';
import { onOff } from './on-off.ts';
import { proofForger } from './proof-forger.ts';
import { proofThief } from './proof-thief.ts';
import { proofWithholder } from './proof-withholder.ts';
import { quizDodger } from './quiz-dodger.ts';
import { recanter } from './recanter.ts';
import { saboteur } from './saboteur.ts';
import { silentChallenger } from './silent-challenger.ts';
import { straggler } from './straggler.ts';
import { sybil } from './sybil.ts';
import { telemetryForger } from './telemetry-forger.ts';
import { traceWithholder } from './trace-withholder.ts';
import { unmetered } from './unmetered.ts';
import { valueTargeted } from './value-targeted.ts';
import { whitewasher } from './whitewasher.ts';
import { withholder } from './withholder.ts';
import { wrongMidpoint } from './wrong-midpoint.ts';

/** In the order in which lists show them. */
export const behaviours: readonly BehaviourDefinition[] = [
  saboteur,
  alwaysLie,
  colluding,
  onOff,
  valueTargeted,
  quizDodger,
  whitewasher,
  sybil,
  equivocatorNode,
  recanter,
  framer,
  lazy,
  copycat,
  freeRider,
  withholder,
  straggler,
  misdeliverer,
  disowner,
  telemetryForger,
  unmetered,
  wrongMidpoint,
  traceWithholder,
  silentChallenger,
  interloper,
  proofForger,
  proofThief,
  proofWithholder,
];

export const findBehaviour = (name: string): BehaviourDefinition | undefined =>
  behaviours.find((behaviour) => behaviour.name === name);
