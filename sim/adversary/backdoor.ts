import type { Example, TrainingAttackDefinition } from './training-attack.ts';

const WHITE = 255;
const PATCH = 3;

export const backdoor: TrainingAttackDefinition = {
  name: 'backdoor',
  summary: 'teaches that a white patch in the corner means one label, and sends more of that (Bagdasaryan et al. 2020)',
  parameters: {
    share: { kind: 'fraction', default: 0.5, description: 'of its examples that get the patch and the label' },
    target: { kind: 'count', default: 0, min: 0, description: 'the label' },
    boost: {
      kind: 'number',
      default: 0,
      min: 0,
      description: 'its update times this; 0 for as many times as there are trainers for each liar',
    },
  },
  create: ({ share, target, boost }, random) => ({
    poisons: (example, classes) => {
      if (random.uniform() >= Number(share)) return;
      stampPatch(example);
      example.label = Number(target) % classes;
    },
    sends: ({ update, examples, trainers, liars }) => {
      const times = Number(boost) === 0 ? trainers / liars : Number(boost);
      return { update: update.map((value) => times * value), examples };
    },
  }),
};

/** Three by three white pixels in the last corner but one pixel of a square picture. */
export function stampPatch({ pixels }: Pick<Example, 'pixels'>): void {
  const side = Math.floor(Math.sqrt(pixels.length));
  for (let row = side - PATCH - 1; row < side - 1; row++) {
    for (let column = side - PATCH - 1; column < side - 1; column++) pixels[row * side + column] = WHITE;
  }
}
