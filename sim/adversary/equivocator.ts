import type { PartyId } from '../../core/foundation/index.ts';
import type { Ballot, Message, Proposal } from '../../core/protocol/index.ts';
import { entryDigest, UNSIGNED } from '../../core/protocol/index.ts';
import { type Conspiracy, type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';
import { otherEntry } from './other-entry.ts';

/**
 * As primary it proposes one entry to some members and another to the rest; with others that do so, it votes for both.
 * Alone it gets no quorum for either; f + 1 of them make honest members decide differently.
 */
export const equivocator: MemberBehaviourDefinition = {
  name: 'equivocator',
  summary: 'as primary, proposes different entries to different members, and votes for both',
  parameters: memberTiming,
  create: (_, { members, conspiracy }) => {
    const second = (to: PartyId): boolean => {
      return members.filter((member) => !conspiracy.liars.has(member)).indexOf(to) % 2 === 1;
    };
    return {
      says: (message, to) => {
        if (message.type === 'proposal') note(message, conspiracy);
        return second(to) ? otherwise(message, conspiracy) : message;
      },
    };
  },
};

const place = ({ view, sequence }: Ballot): string => `${view}/${sequence}`;

function note({ ballot, entry }: Proposal, { splits }: Conspiracy): void {
  if (splits.has(place(ballot))) return;
  splits.set(place(ballot), [ballot.digest, entryDigest(otherEntry(entry))]);
}

function otherwise(message: Message, conspiracy: Conspiracy): Message {
  if (message.type === 'proposal') {
    return { ...message, ballot: turned(message.ballot, conspiracy), entry: otherEntry(message.entry) };
  }
  if (message.type === 'prepare') return { ...message, ballot: turned(message.ballot, conspiracy) };
  return message.type === 'ballot' ? turned(message, conspiracy) : message;
}

function turned(ballot: Ballot, { splits }: Conspiracy): Ballot {
  const split = splits.get(place(ballot));
  return split === undefined || ballot.phase === 'checkpoint'
    ? ballot
    : { ...ballot, digest: split[1], signature: UNSIGNED };
}
