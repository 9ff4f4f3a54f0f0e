// The grammar that messages are written in: how a number, a flag or a text becomes bytes and back. Every value has
// exactly one encoding, and no other is accepted.

import { Buffer, isUtf8 } from 'node:buffer';
import { assert } from '../foundation/index.ts';
import type { Codec } from './bytes.ts';

const TWO_POW_49 = 2 ** 49;

/** A whole number from 0 to 2^53 - 1: unsigned LEB128, in as few bytes as it takes. */
export const count: Codec<number> = {
  size: countSize,
  write(to, value) {
    assert(Number.isSafeInteger(value) && value >= 0, 'what is counted on the wire is whole and not negative', {
      value,
    });
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) to.byte((rest % 128) + 128);
    to.byte(rest);
  },
  read(from) {
    let value = 0;
    for (let place = 1; place <= TWO_POW_49; place *= 128) {
      const byte = from.byte();
      if (place === TWO_POW_49 && byte > 15) break;
      value += (byte & 127) * place;
      if (byte < 128) {
        if (byte === 0 && place > 1) from.refuse('a number is longer than it needs to be');
        return value;
      }
    }
    from.refuse('a number is above 2^53 - 1');
    return 0;
  },
};

function countSize(value: number): number {
  let size = 1;
  for (let limit = 128; value >= limit && size < 8; limit *= 128) size++;
  return size;
}

/** A count or Infinity, as 0 for Infinity and one more than the count otherwise. Below 2^53 - 1. */
export const countOrInfinity: Codec<number> = {
  size: (value) => (value === Infinity ? 1 : countSize(value + 1)),
  write(to, value) {
    assert(value >= 0, 'a time on the wire is not negative', { value });
    count.write(to, value === Infinity ? 0 : value + 1);
  },
  read(from) {
    const value = count.read(from);
    return value === 0 ? Infinity : value - 1;
  },
};

/** Any number but NaN: IEEE 754 binary64, big endian. */
export const float: Codec<number> = {
  fixed: 8,
  size: () => 8,
  write(to, value) {
    assert(!Number.isNaN(value), 'NaN is never sent');
    to.float(value);
  },
  read(from) {
    const value = from.float();
    if (Number.isNaN(value)) from.refuse('a number is NaN');
    return value;
  },
};

/** A float from 0 to 1. */
export const fraction: Codec<number> = {
  fixed: 8,
  size: () => 8,
  write(to, value) {
    assert(inUnit(value), 'a fraction is between 0 and 1', { value });
    to.float(value);
  },
  read(from) {
    const value = from.float();
    if (!inUnit(value)) from.refuse('a fraction is not between 0 and 1');
    return value;
  },
};

const inUnit = (value: number): boolean => value >= 0 && value <= 1;

/** A bigint from 0 to 2^64 - 1, in eight bytes, big endian. */
export const u64: Codec<bigint> = {
  fixed: 8,
  size: () => 8,
  write(to, value) {
    assert(value >= 0n && value === BigInt.asUintN(64, value), 'an amount fits 64 bits', { value });
    to.u64(value);
  },
  read: (from) => from.u64(),
};

export const flag: Codec<boolean> = {
  fixed: 1,
  size: () => 1,
  write: (to, value) => to.byte(value ? 1 : 0),
  read(from) {
    const byte = from.byte();
    if (byte > 1) from.refuse('a flag is neither 0 nor 1');
    return byte === 1;
  },
};

const DIGEST_BYTES = 32;

/** 64 lower-case hex digits, as 32 bytes. */
export const digest: Codec<string> = {
  fixed: DIGEST_BYTES,
  size: () => DIGEST_BYTES,
  write(to, value) {
    assert(/^[0-9a-f]{64}$/.test(value), 'a digest is 64 hex digits', { value });
    to.all(Buffer.from(value, 'hex'));
  },
  read: (from) =>
    Buffer.from(from.all(DIGEST_BYTES))
      .toString('hex')
      .padStart(2 * DIGEST_BYTES, '0'),
};

/** Bytes of any length, after their count. */
export const blob: Codec<Uint8Array> = {
  size: (value) => countSize(value.length) + value.length,
  write(to, value) {
    count.write(to, value.length);
    to.all(value);
  },
  read: (from) => from.all(count.read(from)),
};

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Well-formed Unicode, as UTF-8 after its length in bytes. */
export const text: Codec<string> = {
  size(value) {
    const length = utf8Length(value);
    return countSize(length) + length;
  },
  write(to, value) {
    assert(!LONE_SURROGATE.test(value), 'a text is well-formed Unicode');
    blob.write(to, utf8Encoder.encode(value));
  },
  read(from) {
    const bytes = blob.read(from);
    if (!isUtf8(bytes)) from.refuse('a text is not UTF-8');
    return utf8Decoder.decode(bytes);
  },
};

function utf8Length(value: string): number {
  let length = value.length;
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) length += 2;
    else if (unit >= 0x80) length += 1;
  }
  return length;
}
