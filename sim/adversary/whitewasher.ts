import type { Instant } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

/** Worn over a way of lying. That it gets no work any more is how it learns that its name is bad. */
export const whitewasher: BehaviourDefinition = {
  name: 'whitewasher',
  summary: 'leaves when its name has become bad, and comes back under a new one (Friedman and Resnick 2001)',
  parameters: {
    identities: { kind: 'count', default: 10, min: 2, description: 'names of each machine, one after the other' },
    idle: { kind: 'duration', default: 60_000_000, min: 1, description: 'leaves after so long without work' },
    every: { kind: 'duration', default: 0, min: 0, description: 'leaves after so long in any case; 0 for never' },
    ...timing,
  },
  identities: 'in-turn',
  create: ({ idle, every }) => {
    let since: Instant | undefined;
    let worked: Instant | undefined;
    return {
      skips: (_, now) => {
        worked = now;
        return 'no';
      },
      leaves: (now) => {
        since ??= now;
        const waits = now - (worked ?? since) >= Number(idle);
        return waits || (Number(every) > 0 && now - since >= Number(every));
      },
    };
  },
};
