import type { Duration } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const traceWithholder: BehaviourDefinition = {
  name: 'trace-withholder',
  summary: 'returns wrong results, commits to a trace, and shows nothing of it when it is challenged',
  parameters: { rate: { kind: 'fraction', default: 0.1, description: 'results that are wrong' }, ...timing },
  create: ({ rate }, { random }) => {
    const committed = new Set<string>();
    return {
      claims: (result) => (random.uniform() < Number(rate) ? forged(result, 0) : result),
      delays: (message) => {
        if (message.type === 'segment') return Infinity as Duration;
        if (message.type !== 'opening') return 0 as Duration;
        const claim = `${message.task}/${message.copy}`;
        if (committed.has(claim)) return Infinity as Duration;
        committed.add(claim);
        return 0 as Duration;
      },
    };
  },
};
