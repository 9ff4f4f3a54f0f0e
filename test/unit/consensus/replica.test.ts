import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf, quorumOf, someHonest } from '../../../core/consensus/index.ts';
import type { BetweenMembers, Entry } from '../../../core/protocol/index.ts';
import { entryDigest } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';
import { Congress, type Mouth } from './congress.ts';

const congress = (size: number, seed: number): Congress => {
  const random = openStream(seed, 'congress');
  return new Congress(size, () => random.uniform());
};

/** As primary: what was asked to some members, nothing to the last; and votes that fit. */
function twoFaced(self: number): Mouth {
  const other = (entry: Entry): Entry => ({ ...entry, asked: [] });
  const turned = new Map<string, string>();
  return (to, message): BetweenMembers => {
    if (message.type === 'proposal') turned.set(message.ballot.digest, entryDigest(other(message.entry)));
    if (to !== 3) return message;
    const turn = <B extends { digest: string; signature: Uint8Array }>(ballot: B): B => {
      const digest = turned.get(ballot.digest);
      return digest === undefined ? ballot : { ...ballot, digest, signature: new Uint8Array([self]) };
    };
    if (message.type === 'proposal') return { ...message, ballot: turn(message.ballot), entry: other(message.entry) };
    if (message.type === 'prepare') return { ...message, ballot: turn(message.ballot) };
    return message.type === 'ballot' && message.phase !== 'checkpoint' ? turn(message) : message;
  };
}

describe('quorums', () => {
  it('are 2f + 1 of 3f + 1, and f + 1 hold an honest member', () => {
    const sizes = [1, 4, 7, 10, 100];
    expect(sizes.map(faultsOf)).toEqual([0, 1, 2, 3, 33]);
    expect(sizes.map(quorumOf)).toEqual([1, 3, 5, 7, 67]);
    expect(sizes.map(someHonest)).toEqual([1, 2, 3, 4, 34]);
  });
});

describe('a federation whose members are honest', () => {
  it.each([4, 7])('takes 2n(n - 1) messages for a decision, n = %d', (size) => {
    const room = congress(size, 1);
    room.ask(1);
    room.run(900);
    expect(room.decided.map(({ length }) => length)).toEqual(Array.from({ length: size }, () => 1));
    expect(room.messages).toBe(2 * size * (size - 1));
  });

  it('does what it was asked once, however often it is asked', () => {
    const room = congress(4, 2);
    for (let again = 0; again < 3; again++) room.ask(7);
    room.run(500);
    room.ask(7);
    room.run(2_000);
    expect(room.executed.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  });

  it('replaces a primary that is gone, and takes it in again', () => {
    const room = congress(4, 3);
    room.down.add(0);
    for (let number = 1; number <= 40; number++) room.ask(number);
    room.run(8_000);
    expect(room.executed.slice(1).map(({ length }) => length)).toEqual([40, 40, 40]);
    room.restart(0);
    room.run(9_000);
    expect(room.executed[0]!.map(({ number }) => number)).toEqual(room.executed[1]!.map(({ number }) => number));
  });

  it('stands still without a quorum, and goes on with it', () => {
    const room = congress(4, 4);
    room.down.add(2).add(3);
    room.ask(1);
    room.run(20_000);
    expect(room.executed.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
    room.restart(2);
    room.run(120_000);
    expect(room.executed.slice(0, 3).map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});

describe('a federation one of whose four members lies', () => {
  const honest = [1, 2, 3];

  it('convicts a primary that proposes two things, and does what was asked', () => {
    const room = congress(4, 5);
    room.mouths.set(0, twoFaced(0));
    room.ask(1);
    room.run(30_000);
    expect([...room.convicted]).toEqual([0]);
    expect(honest.map((member) => room.executed[member]!.length)).toEqual([1, 1, 1]);
  });

  it('agrees whatever the order of messages, who lies, and who stops for a while', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('silent', 'two-faced', 'deaf to one', 'honest'),
        fc.option(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4_000 }))),
        (seed, liar, how, stop) => {
          const room = congress(4, seed);
          if (how === 'silent') room.mouths.set(liar, () => undefined);
          if (how === 'two-faced') room.mouths.set(liar, twoFaced(liar));
          if (how === 'deaf to one')
            room.mouths.set(liar, (to, message) => (to === (liar + 1) % 4 ? undefined : message));
          for (let number = 1; number <= 12; number++) {
            room.ask(number);
            room.run(number * 150);
          }
          if (stop !== null) {
            room.run(2_000 + stop[1]);
            room.down.add(stop[0]);
            room.ask(13);
            room.run(5_000 + stop[1]);
            room.restart(stop[0]);
          }
          room.ask(14);
          room.run(300_000);
          const good = [0, 1, 2, 3].filter((member) => member !== liar);
          const [first, ...others] = good.map((member) => room.decided[member]!.join());
          for (const other of others) expect(other).toBe(first);
          const last = room.executed[good[0]!]!.map(({ number }) => number).sort((a, b) => a - b);
          expect(last).toEqual([...Array.from({ length: 12 }, (_, at) => at + 1), ...(stop === null ? [] : [13]), 14]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not, if two lie', () => {
    const apart = Array.from({ length: 10 }, (_, seed) => {
      const room = congress(4, seed);
      const split = twoFaced(0);
      room.mouths.set(0, split);
      room.mouths.set(2, (to, message) => signedBy(2, split(to, message)!));
      room.ask(1);
      room.run(900);
      // Members 1 and 3 are honest: to one of them both liars say one thing, to the other another.
      return room.decided[1]![0] !== undefined && room.decided[3]![0] !== room.decided[1]![0];
    });
    expect(apart).toContain(true);
  });
});

function signedBy(self: number, message: BetweenMembers): BetweenMembers {
  const signature = new Uint8Array([self]);
  if (message.type === 'prepare') return { ...message, ballot: { ...message.ballot, signature } };
  return message.type === 'ballot' ? { ...message, signature } : message;
}
