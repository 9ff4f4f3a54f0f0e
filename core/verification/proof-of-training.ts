import type { Duration, Probability } from '../foundation/index.ts';
import type { PolicyDefinition } from './policy.ts';
import { stakeOfTokens, termParameters, UNBONDING } from './terms.ts';
import { holdFirst } from './votes.ts';

export const PROOF_OF_TRAINING = 'proof-of-training';

/**
 * A trainer commits to its data, the model that it was sent, the model after each slice of its training, and its update;
 * then `draws` of the n slices are drawn, and the referee trains them again, in the sandbox, from what the trainer shows
 * of them. With b bad slices it is caught with probability 1 - C(n - b, k) / C(n, k), and loses all that it has at stake
 * to the treasury: nobody else has the data, so there is nobody who could challenge it and win.
 */
export const proofOfTraining: PolicyDefinition = {
  name: 'proof-of-training',
  summary: 'trainers commit to what they did; some slices are drawn then, and trained again, before an update counts',
  parameters: {
    slices: {
      kind: 'count',
      default: 1_024,
      min: 1,
      description: 'slices that training is cut into at most: one for each batch if there are no more of them',
    },
    draws: { kind: 'count', default: 5, min: 1, description: 'slices of each update that are drawn' },
    answer: { kind: 'duration', default: 30_000_000, min: 1, description: 'time to show what is asked for' },
    bond: termParameters['bond']!,
    late: termParameters['late']!,
    unbonding: { ...termParameters['unbonding']!, description: UNBONDING },
  },
  create: (given) => ({
    copies: 1,
    terms: {
      segments: Number(given['slices']),
      draws: Number(given['draws']),
      answer: Number(given['answer']) as Duration,
      bond: stakeOfTokens(given['bond']),
      late: Number(given['late']) as Probability,
      award: 0 as Probability,
      unbonding: Number(given['unbonding']) as Duration,
      window: 0 as Duration,
      watchers: 0,
      rate: 0 as Probability,
    },
    rule: holdFirst,
  }),
};
