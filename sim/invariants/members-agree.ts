// The orders of the honest members of a federation against one another.

import { Lately, type PartyId } from '../../core/foundation/index.ts';
import type { Digest } from '../../core/protocol/index.ts';
import { ENTRY_DECIDED, MEMBER_DEPLOYED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

/** Requests that one member has executed. */
const REMEMBERED = 4_096;

export const membersAgree: InvariantDefinition = {
  name: 'members-agree',
  statement:
    'Honest members of a federation execute the same entries in the same order, each once, and each request in them once.',
  create: (broken) => {
    /** By honest member: the last place that it has executed. */
    const executed = new Map<PartyId, number>();
    /** Of the places that some have executed and others not. */
    const digests = new Map<number, Digest>();
    let forgotten = 0;
    /** By honest member: what each party has asked that it has executed lately. */
    const requests = new Map<PartyId, Lately<string, true>>();
    const repeats = (member: PartyId, request: string): boolean => {
      const done = requests.get(member) ?? new Lately<string, true>(REMEMBERED);
      requests.set(member, done);
      const known = done.get(request) === true;
      done.note(request, true);
      return known;
    };
    return {
      on: {
        [MEMBER_DEPLOYED]: ({ member, honest }): void => {
          if (honest) executed.set(member, 0);
        },
        [ENTRY_DECIDED]: ({ sequence, digest, asked }, at, member): void => {
          const last = executed.get(member);
          if (last === undefined) return;
          if (sequence !== last + 1) broken(`a member executed entry ${sequence} right after entry ${last}`, at);
          executed.set(member, sequence);
          const known = digests.get(sequence);
          if (known === undefined) digests.set(sequence, digest);
          else if (known !== digest) broken(`two honest members executed different entries as number ${sequence}`, at);
          for (const { from, number } of asked) {
            if (repeats(member, `${from}/${number}`)) broken(`a member executed a request of party ${from} again`, at);
          }
          for (const all = Math.min(...executed.values()); forgotten < all; ) digests.delete(++forgotten);
        },
      },
    };
  },
};
