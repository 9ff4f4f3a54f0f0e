import { clientOf } from '../../core/foundation/index.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

/** Which of the clients are the first ones is decided by their number alone, so that censors agree. */
export const censor: MemberBehaviourDefinition = {
  name: 'censor',
  summary: 'as primary, never puts in order what some clients submit',
  parameters: {
    share: { kind: 'fraction', default: 1, description: 'of submitted tasks, those that it leaves out' },
    ...memberTiming,
  },
  create: ({ share }) => ({
    hears: (message) => {
      if (message.type !== 'asked' || message.message.type !== 'submit') return true;
      const { task } = message.message;
      return ((task + clientOf(task)) % 100) / 100 >= Number(share);
    },
  }),
};
