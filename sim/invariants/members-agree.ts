// The orders of the honest members of a federation against one another.

import type { PartyId } from '../../core/foundation/index.ts';
import type { Digest } from '../../core/protocol/index.ts';
import { ENTRY_DECIDED, MEMBER_DEPLOYED } from '../../core/protocol/index.ts';
import type { InvariantDefinition } from './invariant.ts';

export const membersAgree: InvariantDefinition = {
  name: 'members-agree',
  statement: 'Honest members of a federation execute the same entries in the same order, each once.',
  create: (broken) => {
    /** By honest member: the last place that it has executed. */
    const executed = new Map<PartyId, number>();
    /** Of the places that some have executed and others not. */
    const digests = new Map<number, Digest>();
    let forgotten = 0;
    return {
      on: {
        [MEMBER_DEPLOYED]: ({ member, honest }): void => {
          if (honest) executed.set(member, 0);
        },
        [ENTRY_DECIDED]: ({ sequence, digest }, at, member): void => {
          const last = executed.get(member);
          if (last === undefined) return;
          if (sequence !== last + 1) broken(`a member executed entry ${sequence} right after entry ${last}`, at);
          executed.set(member, sequence);
          const known = digests.get(sequence);
          if (known === undefined) digests.set(sequence, digest);
          else if (known !== digest) broken(`two honest members executed different entries as number ${sequence}`, at);
          for (const all = Math.min(...executed.values()); forgotten < all; ) digests.delete(++forgotten);
        },
      },
    };
  },
};
