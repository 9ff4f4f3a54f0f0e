import type { PolicyDefinition } from './policy.ts';
import { REFEREE, termParameters, termsOf, watched } from './terms.ts';
import { holdFirst } from './votes.ts';

/**
 * A result is a claim that its node commits to and stakes its bond on; it is accepted when nobody has beaten it within
 * the window. A watcher that comes to something else challenges it, and bisection finds the one segment that decides
 * (Truebit; Arbitrum). A lie pays unless bond >= gain (1 - d) / d, where d = `rate` times the chance of an honest watcher.
 */
export const optimistic: PolicyDefinition = {
  name: 'optimistic',
  summary: 'a result is a claim that can be challenged for a while; disputes end in one executed segment (Truebit)',
  parameters: termParameters,
  promised: {
    label: 'disputable',
    trust: ['an honest node among those that check, for each claim that is checked', REFEREE],
    chance: watched,
  },
  create: (given) => ({
    copies: 1,
    terms: termsOf(given),
    rule: holdFirst,
  }),
};
