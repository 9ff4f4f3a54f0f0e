import type { Message } from '../../core/protocol/index.ts';
import { type BehaviourDefinition, timing } from './behaviour.ts';
import { FORGED } from './forgery.ts';

/** Results, and what is said of them in disputes. */
const WORDS: readonly Message['type'][] = ['result', 'opening', 'agreement', 'segment', 'proof'];

export const disowner: BehaviourDefinition = {
  name: 'disowner',
  summary: 'says what is true, but under signatures that are not its own, so that nobody could hold it to its word',
  parameters: { rate: { kind: 'fraction', default: 1, description: 'words that it does not sign' }, ...timing },
  silent: true,
  create: ({ rate }, { random }) => ({
    alters: (message) => {
      if (!('signature' in message) || !WORDS.includes(message.type) || random.uniform() >= Number(rate))
        return message;
      return { ...message, signature: FORGED };
    },
  }),
};
