import type { PartyId } from '../../core/foundation/index.ts';
import type { Ballot, Message, Prepare, Proposal, ViewChange } from '../../core/protocol/index.ts';
import { entryDigest, UNSIGNED } from '../../core/protocol/index.ts';
import { type MemberBehaviourDefinition, memberTiming } from './member-behaviour.ts';
import { otherEntry } from './other-entry.ts';

/** One place of a view: an entry that is decided there, another one, and who voted for each. */
interface Strike {
  readonly first: Proposal;
  readonly second: Proposal;
  readonly decided: Set<number>;
  readonly votes: Map<number, Prepare>;
}

/**
 * As primary it has one entry decided by all but one member, then proposes another for the same place, and nothing more.
 * Who voted for both would let it show the next primary that the second was prepared: the member that was left out would
 * execute that, before it hears of the first.
 */
export const doubleProposer: MemberBehaviourDefinition = {
  name: 'double-proposer',
  summary: 'as primary, has one entry decided, proposes another for the same place, and has itself replaced',
  parameters: memberTiming,
  create: (_, { members }) => {
    const count = members.length;
    let strike: Strike | undefined;
    const isLeftOut = (to: PartyId, view: number): boolean => members.indexOf(to) === (view + count - 1) % count;
    return {
      hears: (message) => {
        if (strike !== undefined) note(strike, message);
        return true;
      },
      says: (message, to) => {
        if (message.type === 'proposal') {
          if (strike === undefined || strike.first.ballot.view < message.ballot.view) strike = struck(message);
          return isLeftOut(to, message.ballot.view) ? undefined : inPlaceOf(message, strike, count);
        }
        if (strike === undefined) return message;
        if (message.type === 'view-change') return wanting(strike, message, count);
        const { view } = strike.first.ballot;
        const kept = message.type === 'ballot' && message.phase === 'commit' && message.view === view;
        return kept && isLeftOut(to, view) ? undefined : message;
      },
    };
  },
};

function struck(first: Proposal): Strike {
  const entry = otherEntry(first.entry);
  const ballot = { ...first.ballot, digest: entryDigest(entry), signature: UNSIGNED };
  return { first, second: { ...first, ballot, entry }, decided: new Set(), votes: new Map() };
}

function note({ first, second, decided, votes }: Strike, message: Message): void {
  if (message.type === 'prepare' && message.ballot.digest === second.ballot.digest) {
    votes.set(message.ballot.member, message);
  }
  if (message.type === 'ballot' && message.phase === 'commit' && message.digest === first.ballot.digest) {
    decided.add(message.member);
  }
}

/** All but the one that was left out, and this one. */
const most = (count: number): number => count - 2;

function inPlaceOf(proposal: Proposal, strike: Strike, count: number): Message | undefined {
  const { first, second, decided, votes } = strike;
  const { ballot } = proposal;
  if (ballot.sequence === first.ballot.sequence) return proposal;
  if (decided.size < most(count)) return undefined;
  if (votes.size < most(count)) return second;
  const { member, view } = ballot;
  const draft = { type: 'view-change', member, view: view + 1, stable: 0, proof: [], prepared: [] } as const;
  return wanting(strike, { ...draft, signature: UNSIGNED }, count);
}

/** That another primary is wanted, who is shown that the second entry was prepared. */
function wanting({ second, votes }: Strike, change: ViewChange, count: number): Message {
  const { sequence, view } = second.ballot;
  const all = [...votes.values()];
  const proposed = all[0]?.proposed;
  if (proposed === undefined || all.length < most(count) || change.view <= view || change.stable >= sequence)
    return change;
  const prepares = all.map(({ ballot }): Ballot => ballot);
  const others = change.prepared.filter((one) => one.proposed.sequence !== sequence);
  return { ...change, prepared: [...others, { proposed, entry: second.entry, prepares }], signature: UNSIGNED };
}
