import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const onOff: BehaviourDefinition = {
  name: 'on-off',
  summary: 'earns a reputation for a while, spends it by lying, and begins again',
  parameters: {
    good: { kind: 'duration', default: 60_000_000, min: 1, description: 'how long it is honest' },
    bad: { kind: 'duration', default: 60_000_000, min: 1, description: 'how long it then lies' },
    ...timing,
  },
  create: ({ good, bad }) => {
    const period = Number(good) + Number(bad);
    return {
      claims: (result, now) => (now - Math.floor(now / period) * period >= Number(good) ? forged(result, 0) : result),
    };
  },
};
