import type { Duration } from '../../core/foundation/index.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

export const delayer: MemberBehaviourDefinition = {
  name: 'delayer',
  summary: 'says everything late: as primary just not so late that it would be replaced',
  parameters: {
    by: { kind: 'duration', default: 1_000_000, min: 1, description: 'how much later' },
    ...memberTiming,
  },
  create: ({ by }) => ({ delays: () => Number(by) as Duration }),
};
