// What stands between a party and a federation of four: two of them must say the same.

import { describe, expect, it } from 'vitest';
import { type PartyId, partyId, taskId } from '../../../core/foundation/index.ts';
import { introduction } from '../../../core/mesh/index.ts';
import type { Assign, Host, Message, Party, PlainMessage } from '../../../core/protocol/index.ts';

const MEMBERS = [0, 1, 2, 3].map(partyId);
const FEDERATION = partyId(9);
const GOOD = Uint8Array.of(1);
const SCRAWL = Uint8Array.of(0);

const assign = (signature: Uint8Array, copy = 0): Assign => ({
  type: 'assign',
  task: taskId(partyId(5), 1),
  copy,
  claim: taskId(partyId(5), 1),
  epoch: 0,
  work: { unit: 'time', amount: 1, source: 0, independent: false },
  announce: false,
  signature,
});

/** A party that takes note of what it believes, as a node does with what it is assigned. */
function listener(): { hear: (member: number, number: number, message: PlainMessage) => void; believed: Message[] } {
  const believed: Message[] = [];
  const bare = { self: partyId(7), verify: (_: PartyId, { signature }: Assign) => signature[0] === 1 };
  const make = (host: Host): Party => ({
    start: () => undefined,
    wake: () => undefined,
    completed: () => undefined,
    receive: (from, message) => {
      if (host.verify(from, message as Assign)) believed.push(message);
    },
  });
  const { whole } = introduction(MEMBERS, FEDERATION)(bare as unknown as Host, make);
  const hear = (member: number, number: number, message: PlainMessage): void =>
    whole.receive(MEMBERS[member]!, { type: 'said', number, message });
  return { hear, believed };
}

describe('an assignment by a federation', () => {
  it('is believed once f + 1 members say it, and once', () => {
    const { hear, believed } = listener();
    hear(0, 1, assign(GOOD));
    expect(believed).toEqual([]);
    for (const member of [1, 2, 3]) hear(member, 1, assign(GOOD));
    expect(believed).toHaveLength(1);
  });

  it('is not believed of one member, or of two that say different things', () => {
    const { hear, believed } = listener();
    hear(0, 1, assign(GOOD));
    hear(0, 1, assign(GOOD));
    hear(1, 1, assign(GOOD, 1));
    expect(believed).toEqual([]);
  });

  it('is not thrown away because a liar, who is the second to say it, signs it badly', () => {
    const { hear, believed } = listener();
    hear(0, 1, assign(GOOD));
    hear(3, 1, assign(SCRAWL));
    hear(1, 1, assign(GOOD));
    expect(believed).toHaveLength(1);
  });
});
