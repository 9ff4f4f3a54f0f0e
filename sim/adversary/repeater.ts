import type { Asked, Ballot, Digest, Message, Proposal } from '../../core/protocol/index.ts';
import { entryDigest, UNSIGNED } from '../../core/protocol/index.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';

/** Requests that it says again with each entry. */
const AGAIN = 8;

/**
 * What it repeats was asked and signed by those who are said to ask, so that nobody can tell it from what they ask but by
 * remembering. It votes for what it says.
 */
export const repeater: MemberBehaviourDefinition = {
  name: 'repeater',
  summary: 'as primary, puts requests in order again that were executed before',
  parameters: memberTiming,
  create: () => {
    const said = new Map<string, Digest>();
    const told = new Map<string, Proposal>();
    let before: readonly Asked[] = [];
    const repeated = (proposal: Proposal): Proposal => {
      const { ballot, entry } = proposal;
      const known = told.get(ballot.digest);
      if (known !== undefined) return known;
      const longer = { ...entry, asked: [...entry.asked, ...before] };
      before = [...before, ...entry.asked].slice(-AGAIN);
      const digest = entryDigest(longer);
      said.set(ballot.digest, digest);
      const other: Proposal = { ...proposal, ballot: { ...ballot, digest, signature: UNSIGNED }, entry: longer };
      told.clear();
      told.set(ballot.digest, other);
      return other;
    };
    const revoted = (ballot: Ballot): Message => {
      const digest = said.get(ballot.digest);
      return digest === undefined ? ballot : { ...ballot, digest, signature: UNSIGNED };
    };
    return {
      says: (message) => {
        if (message.type === 'proposal') return repeated(message);
        return message.type === 'ballot' ? revoted(message) : message;
      },
    };
  },
};
