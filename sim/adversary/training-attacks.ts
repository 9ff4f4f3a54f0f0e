// Ways of lying about what was learnt, by name.

import { alie } from './alie.ts';
import { backdoor } from './backdoor.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { idleTrainer } from './idle-trainer.ts';
import { ipm } from './ipm.ts';
import { labelFlip } from './label-flip.ts';
import { lazyCopier } from './lazy-copier.ts';
import { sampleInflation } from './sample-inflation.ts';
import { signFlip } from './sign-flip.ts';
import { sliceSkipper } from './slice-skipper.ts';
import type { TrainingAttackDefinition } from './training-attack.ts';
import { worstDropOut } from './worst-drop-out.ts';

/** In the order in which lists show them. */
export const trainingAttacks: readonly TrainingAttackDefinition[] = [
  signFlip,
  gaussianNoise,
  labelFlip,
  alie,
  ipm,
  backdoor,
  idleTrainer,
  sampleInflation,
  lazyCopier,
  sliceSkipper,
  worstDropOut,
];

export const findTrainingAttack = (name: string): TrainingAttackDefinition | undefined =>
  trainingAttacks.find((attack) => attack.name === name);
