import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

export const silentMember: MemberBehaviourDefinition = {
  name: 'silent',
  summary: 'takes everything in, and says nothing to anybody',
  parameters: memberTiming,
  create: () => ({ says: () => undefined }),
};
