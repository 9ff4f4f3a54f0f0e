import type { Probability } from '../foundation/index.ts';
import { optimistic } from './optimistic.ts';
import type { PolicyDefinition } from './policy.ts';
import { chanceOfCatching, REFEREE, termParameters, termsOf, watched } from './terms.ts';

/**
 * Optimistic, and of each claim the referee executes `draws` of its n segments, drawn after the node has committed. With
 * b bad ones it is caught with probability 1 - C(n - b, k) / C(n, k), for k draws: with one, k / n. So draws find sloppy
 * traces, and the window is what stands against a liar that needs a single bad segment.
 */
export const sampled: PolicyDefinition = {
  name: 'sampled',
  summary: 'optimistic, and some segments of each claim are drawn and executed once it is committed to',
  parameters: {
    ...termParameters,
    draws: { kind: 'count', default: 10, min: 1, description: 'segments of each claim that are drawn' },
  },
  promised: {
    label: 'sampled',
    trust: ['draws that its node cannot foresee', 'an honest node among those that check', REFEREE],
    chance: (given) => {
      const caught = chanceOfCatching(Number(given['segments']), 1, Number(given['draws']));
      return (1 - (1 - watched(given)) * (1 - caught)) as Probability;
    },
  },
  create: (given, bench) => ({ ...optimistic.create(given, bench), terms: termsOf(given) }),
};
