import type { TaskId } from '../../core/foundation/index.ts';
import type { Submit } from '../../core/protocol/index.ts';
import { type ClientBehaviourDefinition, clientTiming } from './client-behaviour.ts';

/** Payment follows the verdict, and not a receipt: there is nothing to be had by denying one. */
export const receiptDenier: ClientBehaviourDefinition = {
  name: 'receipt-denier',
  summary: 'has its result, says that none came by submitting the task again, and speaks ill of who has done it',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'results that it denies' },
    ...clientTiming,
  },
  create: ({ rate }, { random }) => {
    const submitted = new Map<TaskId, Submit>();
    const denied = new Set<TaskId>();
    return {
      says: (message) => {
        if (message.type === 'submit' && random.uniform() < Number(rate)) submitted.set(message.task, message);
        if (message.type === 'rating' && submitted.has(message.task)) return [{ ...message, good: false }];
        return [message];
      },
      hears: (message) => {
        if (message.type !== 'settled' || message.status !== 'completed' || denied.has(message.task)) return [];
        const before = submitted.get(message.task);
        if (before === undefined) return [];
        submitted.delete(message.task);
        denied.add(message.task);
        return [before];
      },
    };
  },
};
