import { Content } from '../../core/protocol/index.ts';
import { type ClientBehaviourDefinition, clientTiming } from './client-behaviour.ts';

/** Bytes are what their hash says: nodes throw these away, ask again, and give up on the task. */
export const garbler: ClientBehaviourDefinition = {
  name: 'garbler',
  summary: 'gives nodes other bytes than those that its tasks name: a bad module, or a bad input',
  parameters: {
    rate: { kind: 'fraction', default: 1, description: 'modules and inputs that it garbles, each for good' },
    ...clientTiming,
  },
  needsBytes: true,
  create: ({ rate }, { random }) => {
    const garbled = new Map<string, boolean>();
    return {
      says: (message) => {
        if (message.type !== 'delivery') return [message];
        const { digest, bytes } = message.content;
        const bad = garbled.get(digest) ?? random.uniform() < Number(rate);
        garbled.set(digest, bad);
        return [bad ? { ...message, content: new Content(bytes.map((byte) => byte ^ 0x55)) } : message];
      },
    };
  },
};
