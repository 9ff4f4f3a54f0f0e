// What an aggregator sees, and what members refuse to tell it.

import { describe, expect, it } from 'vitest';
import { checkSecure, defaultThreshold, secureSum } from '../../../core/federated/index.ts';
import { agreementPairFrom } from '../../../core/federated/key-agreement.ts';
import { applyMask } from '../../../core/federated/keystream.ts';
import { unpack } from '../../../core/federated/packing.ts';
import { SecureAggregator } from '../../../core/federated/secure-aggregator.ts';
import { type MemberStep, SecureMember } from '../../../core/federated/secure-member.ts';
import { partyId, sha256 } from '../../../core/foundation/index.ts';
import type { FromAggregator, FromMember } from '../../../core/protocol/index.ts';
import { openStream } from '../../../sim/kernel/index.ts';

const MEMBERS = 5;
const LENGTH = 4_096;
const settings = { round: 1, length: LENGTH, width: 20, degree: 4, threshold: 4, least: 4 };
const secretOf = (member: number): Uint8Array => sha256(`member ${member}`);
const constant = (value: number): Uint32Array => new Uint32Array(LENGTH).fill(value);

/** Members that have said all but the last word, and what each was told to get there. */
function upToReveal() {
  const members = Array.from(
    { length: MEMBERS },
    (_, member) => new SecureMember(settings, constant(member), secretOf(member)),
  );
  const aggregator = new SecureAggregator(
    settings,
    members.map((_, member) => partyId(member)),
    openStream(1, 'graph'),
  );
  let answers: FromMember[] = members.map((member) => member.begin());
  const masked: Uint32Array[] = [];
  for (let stage = 0; stage < 3; stage++) {
    answers.forEach((answer, member) => aggregator.receive(partyId(member), answer));
    if (stage === 2) {
      for (const answer of answers)
        if (answer.type === 'secure-masked') masked.push(unpack(answer.packed, LENGTH, 20)!);
      break;
    }
    const step = aggregator.close();
    if (!('send' in step)) throw new Error('the round goes on');
    answers = step.send.map(([to, message]) => sent(members[to]!.receive(message)));
  }
  return { members, masked };
}

function sent(step: MemberStep | undefined): FromMember {
  if (step === undefined || !('send' in step)) throw new Error('the member goes on');
  return step.send;
}

const survivors = (bits: number): FromAggregator => ({ type: 'secure-survivors', round: 1, bits: Uint8Array.of(bits) });

describe('what the aggregator sees', () => {
  it('is uniform, whatever is contributed', () => {
    for (const values of upToReveal().masked) {
      const buckets = new Array<number>(16).fill(0);
      for (const value of values) buckets[value >>> 16]!++;
      const expected = LENGTH / 16;
      const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // 15 degrees of freedom: above 50 with a chance of 1e-5.
      expect(chiSquare).toBeLessThan(50);
    }
  });

  it('is uniform still when it has taken off the own mask of a survivor', () => {
    const { members, masked } = upToReveal();
    const revealed = members.map((member) => sent(member.receive(survivors(0b11111))));
    const shares = revealed.flatMap((message) => (message.type === 'secure-reveal' ? [message.shares] : []));
    expect(shares.map((each) => each.map(({ of }) => of).sort())).toEqual(Array(MEMBERS).fill([0, 1, 2, 3, 4]));
    // Only the pairwise masks are left on it; they are on it for good, since no share of its key was revealed.
    const own = ownMaskOf(0);
    const values = masked[0]!.slice();
    applyMask(values, own, -1);
    expect(new Set(Array.from(values, (value) => value & 0xf_ffff)).size).toBeGreaterThan(LENGTH * 0.99);
  });

  it('depends on nothing but the sum, once masks are what they are', () => {
    // Two sets of contributions with one sum: what the masked values differ by adds up to nothing.
    const views = [
      [1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1],
    ].map((values) => {
      const seen: Uint32Array[] = [];
      const done = secureSum({
        settings,
        contributions: values.map(constant),
        dropOuts: [],
        secret: new Uint8Array(32),
        random: openStream(1, 'graph'),
        observe: (_, message) => {
          if (message.type === 'secure-masked') seen.push(unpack(message.packed, LENGTH, 20)!);
        },
      });
      return { seen, done };
    });
    expect(views[0]!.done).toEqual(views[1]!.done);
    const difference = views[0]!.seen.reduce(
      (sum, values, member) => sum + values[0]! - views[1]!.seen[member]![0]!,
      0,
    );
    expect(((difference % 2 ** 20) + 2 ** 20) % 2 ** 20).toBe(0);
  });
});

describe('a member refuses', () => {
  it('to answer twice: one kind of share for each neighbour, and no other', () => {
    const [member] = upToReveal().members;
    const first = sent(member!.receive(survivors(0b11111)));
    expect(first).toMatchObject({ type: 'secure-reveal' });
    expect(member!.receive(survivors(0b11110))).toBeUndefined();
  });

  it.each([
    ['too few survivors', 0b00111, 'too-few-survivors'],
    ['that it is gone itself', 0b11110, 'false-survivors'],
    ['a set of another size', 0b1111_1111, 'false-survivors'],
  ])('%s', (_, bits, abort) => {
    expect(upToReveal().members[0]!.receive(survivors(bits))).toEqual({ abort });
  });

  it('keys that their owners did not sign: an aggregator cannot play all its neighbours', () => {
    const signing = { sign: () => Uint8Array.of(1), verify: () => false };
    const member = new SecureMember(settings, constant(1), secretOf(0), signing);
    member.begin();
    const peers = [1, 2, 3, 4].map((index) => {
      const key = agreementPairFrom(secretOf(index)).publicKey;
      return { index, party: partyId(index), sealKey: key, maskKey: key, signature: Uint8Array.of(1) };
    });
    expect(member.receive({ type: 'secure-roster', round: 1, self: 0, peers })).toEqual({ abort: 'false-peer' });
  });

  it('neighbours that are one, keys of small order, and a crowd that is none', () => {
    const key = (seed: number) => agreementPairFrom(secretOf(seed)).publicKey;
    const peer = (index: number, sealKey: Uint8Array, maskKey = sealKey) => ({
      index,
      party: partyId(index),
      sealKey,
      maskKey,
      signature: new Uint8Array(0),
    });
    const told = (peers: ReturnType<typeof peer>[]) => {
      const member = new SecureMember(settings, constant(1), secretOf(0));
      member.begin();
      return member.receive({ type: 'secure-roster', round: 1, self: 0, peers });
    };
    expect(told([peer(1, key(1)), peer(2, key(1)), peer(3, key(3))])).toEqual({ abort: 'false-peer' });
    expect(told([peer(1, key(1)), peer(1, key(2)), peer(3, key(3))])).toEqual({ abort: 'false-peer' });
    expect(told([peer(1, key(1)), peer(2, new Uint8Array(32)), peer(3, key(3))])).toEqual({ abort: 'false-peer' });
    expect(told([peer(1, key(1)), peer(2, key(2))])).toEqual({ abort: 'too-few-peers' });
  });
});

describe('an aggregator', () => {
  it('does not take what is late, comes again, or comes from nobody', () => {
    const aggregator = new SecureAggregator(settings, [0, 1, 2, 3, 4].map(partyId), openStream(1, 'graph'));
    const keys = new SecureMember(settings, constant(1), secretOf(0)).begin();
    expect(aggregator.receive(partyId(9), keys)).toBe(false);
    expect(aggregator.receive(partyId(0), { ...keys, round: 2 })).toBe(false);
    expect(aggregator.receive(partyId(0), keys)).toBe(true);
    expect(aggregator.receive(partyId(0), keys)).toBe(false);
    expect(aggregator.receive(partyId(1), { type: 'secure-reveal', round: 1, shares: [] })).toBe(false);
    expect(aggregator.complete).toBe(false);
    expect(aggregator.close()).toEqual({ abort: 'too-few-members' });
  });

  it('notices a false share where one is to spare', () => {
    const { members } = upToReveal();
    const aggregator = new SecureAggregator(settings, [0, 1, 2, 3, 4].map(partyId), openStream(1, 'graph'));
    const fresh = members.map((_, member) => new SecureMember(settings, constant(member), secretOf(member)));
    let answers = fresh.map((member) => member.begin());
    for (let stage = 0; stage < 3; stage++) {
      answers.forEach((answer, member) => aggregator.receive(partyId(member), answer));
      const step = aggregator.close();
      if (!('send' in step)) throw new Error('the round goes on');
      answers = step.send.map(([to, message]) => sent(fresh[to]!.receive(message)));
    }
    answers.forEach((answer, member) => {
      if (answer.type !== 'secure-reveal') throw new Error('the last word');
      const bent = answer.shares.map(({ of, value }) => ({
        of,
        value: of === 2 ? value.map((byte) => byte ^ 4) : value,
      }));
      aggregator.receive(partyId(member), member === 4 ? { ...answer, shares: bent } : answer);
    });
    expect(aggregator.close()).toEqual({ abort: 'false-share' });
  });
});

describe('settings', () => {
  it('need more than half of all shares, and more yet if members may be corrupt', () => {
    const of = (threshold: number, corrupt = 0) => checkSecure({ ...settings, threshold }, MEMBERS, corrupt).ok;
    expect([of(2), of(3), of(5), of(6)]).toEqual([false, true, true, false]);
    expect([of(3, 1), of(4, 2), of(4, 3)]).toEqual([false, true, false]);
    expect(checkSecure({ ...settings, threshold: 2, degree: 1 }, 2).ok).toBe(false);
    expect(defaultThreshold(99)).toBe(67);
  });
});

/** As the member draws it from its secret: two keys, then its own mask. */
function ownMaskOf(member: number): Uint8Array {
  const stream = new Uint32Array(24);
  applyMask(stream, secretOf(member), 1);
  return new Uint8Array(stream.buffer, 64, 32).slice();
}
