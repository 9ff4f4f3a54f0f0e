import { type BehaviourDefinition, timing } from './behaviour.ts';

export const proofThief: BehaviourDefinition = {
  name: 'proof-thief',
  summary: 'shows the first proof that it has made for every later result, which it may have made up',
  parameters: {
    rate: { kind: 'fraction', default: 0.5, description: 'work that it does not do, once it has a proof' },
    ...timing,
  },
  create: ({ rate }, { random }) => {
    let proof: Uint8Array | undefined;
    return {
      skips: () => (proof !== undefined && random.uniform() < Number(rate) ? 'made-up' : 'no'),
      alters: (message) => {
        if (message.type !== 'proof') return message;
        if (proof !== undefined) return { ...message, proof };
        ({ proof } = message);
        return message;
      },
    };
  },
};
