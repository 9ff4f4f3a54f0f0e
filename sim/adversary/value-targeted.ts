import type { WorkResult } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { forged } from './forgery.ts';

export const valueTargeted: BehaviourDefinition = {
  name: 'value-targeted',
  summary: 'is honest in small things, and lies about tasks that are worth it',
  parameters: {
    times: {
      kind: 'number',
      default: 2,
      min: 0,
      description: 'lies about tasks so many times as large as its average',
    },
    ...timing,
  },
  create: ({ times }) => {
    let seen = 0;
    let total = 0;
    return {
      claims: (result) => {
        const size = sizeOf(result);
        const large = seen > 0 && size >= (Number(times) * total) / seen;
        seen++;
        total += size;
        return large ? forged(result, 0) : result;
      },
    };
  },
};

/** A node does not know what a task pays: it goes by what it takes. */
const sizeOf = ({ gas, elapsed }: WorkResult): number => (gas > 0 ? gas : elapsed);
