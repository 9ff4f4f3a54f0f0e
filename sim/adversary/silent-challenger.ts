import type { Duration } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const silentChallenger: BehaviourDefinition = {
  name: 'silent-challenger',
  summary: 'challenges right results when it is to check them, and then leaves the dispute hanging',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'results that it challenges' },
    silent: { kind: 'flag', default: true, description: 'it says nothing in disputes, rather than contradict in each' },
    ...timing,
  },
  create: ({ rate, silent }, { random }) => ({
    // Copies after the first are checks.
    claims: (result) => (result.copy > 0 && random.uniform() < Number(rate) ? forged(result, 0) : result),
    delays: ({ type }) => (silent === true && type === 'agreement' ? Infinity : 0) as Duration,
    alters: (message) => (message.type === 'agreement' && message.agrees ? { ...message, agrees: false } : message),
  }),
};
