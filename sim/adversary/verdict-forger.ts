import type { PlainMessage } from '../../core/protocol/index.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

/** Forgers say the same lies, so that f + 1 of them are believed. */
export const verdictForger: MemberBehaviourDefinition = {
  name: 'verdict-forger',
  summary: 'tells clients that tasks failed which were completed',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'of tasks, those that it lies about' },
    ...memberTiming,
  },
  create: ({ rate }) => ({
    says: (message) =>
      message.type === 'said' ? { ...message, message: forged(message.message, Number(rate)) } : message,
  }),
};

function forged(message: PlainMessage, rate: number): PlainMessage {
  if (message.type !== 'settled' || message.status !== 'completed' || (message.task % 100) / 100 >= rate)
    return message;
  const { task, output } = message;
  return { type: 'settled', task, status: 'failed', reason: 'attempts-exhausted', output };
}
