import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, packedBytes, unpack } from '../../../core/federated/packing.ts';
import { Interpolation, share } from '../../../core/federated/shamir.ts';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const secret = bytes32.filter((bytes) => bytes[0] !== 0xff);
const PRIME = 2n ** 256n - 189n;

describe('shares of a secret', () => {
  it('give it back, whichever and in whatever order, if there are enough', () => {
    const cases = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.record({
        secret,
        seed: bytes32,
        places: fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { minLength: count, maxLength: count + 6 }),
        threshold: fc.constant(count),
        order: fc.infiniteStream(fc.nat(1_000)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ secret, seed, places, threshold, order }) => {
        const shares = share(secret, threshold, places, seed);
        const chosen = shares
          .map((each) => ({ each, rank: order.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .slice(0, threshold)
          .map(({ each }) => each);
        const given = new Interpolation(chosen.map(({ at }) => at)).secret(chosen.map(({ value }) => value));
        expect(given).toEqual(secret);
        const bent = chosen.map(({ value }, index) => (index === 0 ? value.map((byte) => byte ^ 1) : value));
        expect(new Interpolation(chosen.map(({ at }) => at)).secret(bent)).not.toEqual(secret);
      }),
      { numRuns: 60 },
    );
  });

  it('are points of one polynomial over the integers modulo 2^256 - 189', () => {
    const seed = new Uint8Array(32).fill(7);
    const text = new Uint8Array(32).fill(1);
    const [first, second, third] = share(text, 2, [1, 2, 3], seed).map(({ value }) => numberOf(value));
    expect((3n * PRIME + 2n * second! - first!) % PRIME).toBe(third);
    expect((2n * first! - second! + PRIME) % PRIME).toBe(numberOf(text));
  });

  it('tell nothing if one is missing: every secret fits them equally', () => {
    const places = [1, 2, 3];
    const held = share(new Uint8Array(32).fill(9), 3, places, new Uint8Array(32).fill(3)).slice(0, 2);
    for (const guess of [new Uint8Array(32), new Uint8Array(32).fill(77)]) {
      // The missing share that would make the guess true exists.
      const last = share(guess, 1, [3], new Uint8Array(32))[0]!;
      const weights = new Interpolation(places);
      const with0 = numberOf(weights.secret([...held.map(({ value }) => value), new Uint8Array(32)]));
      const unit = numberOf(weights.secret([new Uint8Array(32), new Uint8Array(32), one]));
      const missing = ((numberOf(last.value) - with0 + PRIME) * inverse(unit)) % PRIME;
      expect(weights.secret([...held.map(({ value }) => value), bytesOf(missing)])).toEqual(guess);
    }
  });
});

describe('packing', () => {
  it('gives values back in as many bytes as their bits need, and takes no other bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.array(fc.nat(0xffff_ffff), { maxLength: 40 }), (width, all) => {
        const values = Uint32Array.from(all, (value) => value % 2 ** width);
        const bytes = pack(values, width);
        expect(bytes.length).toBe(packedBytes(values.length, width));
        expect(unpack(bytes, values.length, width)).toEqual(values);
        expect(unpack(Uint8Array.of(...bytes, 0), values.length, width)).toBeUndefined();
      }),
    );
    expect(unpack(Uint8Array.of(0x10), 1, 4)).toBeUndefined();
  });
});

const one = Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 1 : 0));
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));

/** By Fermat. */
function inverse(value: bigint): bigint {
  let power = PRIME - 2n;
  let base = value;
  let result = 1n;
  for (; power > 0n; power >>= 1n, base = (base * base) % PRIME) if (power & 1n) result = (result * base) % PRIME;
  return result;
}
