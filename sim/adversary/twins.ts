import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

/** The Twins method (Bano and others, OPODIS 2021): equivocation without a line of code that equivocates. */
export const twins: MemberBehaviourDefinition = {
  name: 'twins',
  summary: 'runs as two honest members with one identity, each of which speaks with one half of the others',
  parameters: memberTiming,
  twins: true,
  create: () => ({}),
};
