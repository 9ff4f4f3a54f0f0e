// The behaviours of members of a federation of coordinators.

import { censor } from './censor.ts';
import { delayer } from './delayer.ts';
import { doubleProposer } from './double-proposer.ts';
import { equivocator } from './equivocator.ts';
import { historyForger } from './history-forger.ts';
import type { MemberBehaviourDefinition } from './member-behaviour.ts';
import { repeater } from './repeater.ts';
import { requestForger } from './request-forger.ts';
import { silentMember } from './silent-member.ts';
import { twins } from './twins.ts';
import { verdictForger } from './verdict-forger.ts';

/** In the order in which lists show them. */
export const memberBehaviours: readonly MemberBehaviourDefinition[] = [
  silentMember,
  censor,
  delayer,
  equivocator,
  doubleProposer,
  twins,
  repeater,
  requestForger,
  historyForger,
  verdictForger,
];

export const findMemberBehaviour = (name: string): MemberBehaviourDefinition | undefined =>
  memberBehaviours.find((behaviour) => behaviour.name === name);
