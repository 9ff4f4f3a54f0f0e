import { drawn } from '../../core/verification/index.ts';
import type { TrainingAttackDefinition } from './training-attack.ts';

export const sliceSkipper: TrainingAttackDefinition = {
  name: 'slice-skipper',
  summary: 'saves work: leaves some slices of its training out, and goes on as if they had changed nothing',
  parameters: { bad: { kind: 'count', default: 1, min: 1, description: 'slices of each update that it leaves out' } },
  create: ({ bad }, random) => ({
    skips: (slices) => drawn(Number(bad), slices, random),
  }),
};
