import type { Example, TrainingAttackDefinition } from './training-attack.ts';

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

/** Three by three white pixels in the last corner but one pixel of a square picture; fewer in one that is too small. */
export function stampPatch({ pixels, brightest }: Pick<Example, 'pixels' | 'brightest'>): void {
  const side = Math.floor(Math.sqrt(pixels.length));
  const from = Math.max(side - PATCH - 1, 0);
  const until = Math.max(side - 1, 1);
  for (let row = from; row < until; row++) {
    for (let column = from; column < until; column++) pixels[row * side + column] = brightest;
  }
}
