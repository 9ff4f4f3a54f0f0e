import { limitPresets } from '../../core/execution/index.ts';
import type { Gas } from '../../core/foundation/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';

export const unmetered: BehaviourDefinition = {
  name: 'unmetered',
  summary: 'runs real modules without a meter, and says that they took more gas than their limits grant',
  parameters: {
    times: { kind: 'count', default: 2, min: 2, description: 'times as much as is granted' },
    ...timing,
  },
  create: ({ times }) => ({
    claims: (result) => {
      const { answer, limits } = result;
      if (answer === undefined || limits === undefined) return result;
      const gas = (Number(times) * Number(limitPresets[limits].gas)) as Gas;
      return { ...result, gas, answer: { ...answer, gas } };
    },
  }),
};
