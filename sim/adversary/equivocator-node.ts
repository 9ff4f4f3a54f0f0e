import type { Gas } from '../../core/foundation/index.ts';
import type { ResultMessage } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

/** What members make of it is one result: the one that was put in order. Who was told the other one shows both. */
export const equivocatorNode: BehaviourDefinition = {
  name: 'equivocator',
  summary: 'returns the right result to half of the coordinators of a federation, and a wrong one to the others',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'results that it is two-faced about' }, ...timing },
  divides: true,
  create: ({ rate }, { random, forge }) => {
    const divided = new Map<string, boolean>();
    const lies = ({ task, copy }: ResultMessage): boolean => {
      const key = `${task}/${copy}`;
      const known = divided.get(key) ?? random.uniform() < Number(rate);
      divided.set(key, known);
      return known;
    };
    return {
      alters: (message, to) => {
        if (message.type !== 'result' || !lies(message) || to % 2 === 0) return message;
        const { task, copy, outcome, elapsed, output, answer } = message;
        const told = forge({ task, copy, outcome, elapsed, output, answer, gas: 0 as Gas });
        return { ...message, outcome: told.outcome, output: told.output, answer: told.answer };
      },
    };
  },
};
