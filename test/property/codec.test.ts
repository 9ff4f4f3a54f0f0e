import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode, type Message, signingBytes, sizeOf } from '../../core/protocol/index.ts';
import { anyMessage } from './codec-arbitraries.ts';

const RUNS = { numRuns: 2_000 };

function accepted(bytes: Uint8Array): Message | undefined {
  const result = decode(bytes);
  return result.ok ? result.value : undefined;
}

/** Some byte strings differ only a little from a good one: these find more than noise does. */
const damaged = fc
  .tuple(anyMessage, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }), fc.nat(3), fc.boolean())
  .map(([message, edits, cut, append]) => {
    const bytes = encode(message);
    for (const [place, byte] of edits) bytes[place % bytes.length] = byte;
    const shorter = bytes.subarray(0, bytes.length - cut);
    return append ? Uint8Array.of(...shorter, cut) : shorter;
  });

describe('the codec of messages', () => {
  test('gives back what it was given', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(accepted(encode(message))).toStrictEqual(message);
      }),
      RUNS,
    );
  });

  test('knows the size without encoding', () => {
    fc.assert(
      fc.property(anyMessage, (message) => sizeOf(message) === encode(message).length),
      RUNS,
    );
  });

  test('accepts one byte string for each message, and never throws', () => {
    let taken = 0;
    fc.assert(
      fc.property(damaged, (bytes) => {
        const message = accepted(bytes);
        if (message === undefined) return;
        taken++;
        expect(encode(message)).toStrictEqual(Uint8Array.from(bytes));
      }),
      { numRuns: 10_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('never throws on noise', () => {
    const noise = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(noise, fc.nat(14), (bytes, type) => {
        const message = accepted(Uint8Array.of(1, type, ...bytes));
        if (message !== undefined) expect(encode(message)).toStrictEqual(Uint8Array.of(1, type, ...bytes));
      }),
      { numRuns: 10_000 },
    );
  });

  test('refuses every proper beginning of a message', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), (message, at) => {
        const bytes = encode(message);
        expect(accepted(bytes.subarray(0, at % bytes.length))).toBeUndefined();
      }),
      RUNS,
    );
  });

  test('signs everything but the signature', () => {
    fc.assert(
      fc.property(anyMessage, fc.uint8Array(), (message, signature) => {
        if (message.type !== 'assign' && message.type !== 'result') return;
        expect(signingBytes({ ...message, signature })).toStrictEqual(signingBytes(message));
        expect(accepted(signingBytes(message))).toStrictEqual({ ...message, signature: new Uint8Array(0) });
      }),
      RUNS,
    );
  });
});
