import { keepNewest } from '../../core/foundation/index.ts';
import type { WorkResult } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

/** Wrong results that it has not sent yet. */
const KEPT = 1_000;

/** Its first word counts; the second one, signed as well, proves that one of them is a lie. */
export const recanter: BehaviourDefinition = {
  name: 'recanter',
  summary: 'returns a wrong result and takes it back at once: the right one follows, so that it has signed both',
  parameters: { rate: { kind: 'fraction', default: 0.1, description: 'results that it takes back' }, ...timing },
  create: ({ rate }, { random, forge }) => {
    const right = new Map<string, WorkResult>();
    return {
      claims: (result) => {
        if (random.uniform() >= Number(rate)) return result;
        keepNewest(right, `${result.task}/${result.copy}`, result, KEPT);
        return forge(result);
      },
      adds: (message) => {
        if (message.type !== 'result') return [];
        const key = `${message.task}/${message.copy}`;
        const meant = right.get(key);
        right.delete(key);
        if (meant === undefined) return [];
        const { outcome, output, answer } = meant;
        return [{ ...message, outcome, output, answer }];
      },
    };
  },
};
