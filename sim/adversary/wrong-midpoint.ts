import type { OpeningMessage } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const wrongMidpoint: BehaviourDefinition = {
  name: 'wrong-midpoint',
  summary: 'returns wrong results, and defends them in disputes with false states of its trace',
  parameters: {
    rate: { kind: 'fraction', default: 0.1, description: 'results that are wrong' },
    bad: { kind: 'count', default: 1, min: 1, description: 'segments of its trace that no execution comes to' },
    uncommitted: {
      kind: 'flag',
      default: false,
      description: 'opens midpoints that it has not committed to, rather than those that it has',
    },
    ...timing,
  },
  create: ({ rate, bad, uncommitted }, { random }) => ({
    badSegments: Number(bad),
    claims: (result) => (random.uniform() < Number(rate) ? forged(result, 0) : result),
    // The first opening is the commitment, at the last cut: what it changes there is found out at once as well.
    alters: (message) => (uncommitted === true && message.type === 'opening' ? flipped(message) : message),
  }),
};

const flipped = (message: OpeningMessage): OpeningMessage => ({
  ...message,
  state: message.state.map((byte, at) => (at === 0 ? byte ^ 1 : byte)),
});
