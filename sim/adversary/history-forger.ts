import type { Ballot, Decided, Entry, Message, Prepared } from '../../core/protocol/index.ts';
import { entryDigest, UNSIGNED } from '../../core/protocol/index.ts';
import { FORGED } from './forgery.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';
import { otherEntry } from './other-entry.ts';

/**
 * To members that catch up it tells other entries than were decided, and to those that change the primary it tells other
 * ones than were prepared. The ballots that it shows for them were given to the true ones: only their signatures tell.
 */
export const historyForger: MemberBehaviourDefinition = {
  name: 'history-forger',
  summary: 'tells members that were away, and those that change the primary, other entries than there were',
  parameters: memberTiming,
  create: () => ({ says: retold }),
};

function retold(message: Message): Message {
  if (message.type === 'caught-up') return { ...message, decided: message.decided.map(decidedOtherwise) };
  if (message.type !== 'view-change' || message.prepared.length === 0) return message;
  return { ...message, prepared: message.prepared.map(preparedOtherwise), signature: UNSIGNED };
}

function decidedOtherwise({ sequence, entry, commits }: Decided): Decided {
  const other = otherEntry(entry);
  return { sequence, entry: other, commits: commits.map((ballot) => over(ballot, other)) };
}

function preparedOtherwise({ proposed, entry, prepares }: Prepared): Prepared {
  const other = otherEntry(entry);
  return { proposed: over(proposed, other), entry: other, prepares: prepares.map((ballot) => over(ballot, other)) };
}

const over = (ballot: Ballot, entry: Entry): Ballot => ({ ...ballot, digest: entryDigest(entry), signature: FORGED });
