import type { Duration, TaskId } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

/** Its results are right: it harms whoever waits for them. */
export const misdeliverer: BehaviourDefinition = {
  name: 'misdeliverer',
  summary: 'hands on other outputs than it has returned, or none, and brings nodes what they have not asked for',
  parameters: {
    rate: { kind: 'fraction', default: 0.5, description: 'outputs in whose place it hands on others' },
    withholds: { kind: 'fraction', default: 0.2, description: 'outputs that it does not hand on at all' },
    ...timing,
  },
  create: ({ rate, withholds }, { random }) => ({
    alters: (message) => {
      if (message.type !== 'data' || random.uniform() >= Number(rate)) return message;
      return { ...message, output: message.output + 1 };
    },
    delays: (message) => {
      if (message.type !== 'data' || random.uniform() >= Number(withholds)) return 0 as Duration;
      return Infinity as Duration;
    },
    adds: (message) => (message.type === 'data' ? [{ ...message, target: (message.target + 1) as TaskId }] : []),
  }),
};
