// The grammar that messages are written in: how a number, a flag, a text or a record becomes bytes and back. Every
// value has exactly one encoding, and a reader takes whatever bytes it is given without throwing: the first thing
// that is wrong ends the reading, and everything read after it is a filler that the caller must not use.

import { isUtf8 } from 'node:buffer';
import { assert } from '../foundation/index.ts';

/** How values of one type are written. */
export interface Codec<T> {
  /** Bytes of the encoding, if all values take as many. */
  readonly fixed?: number;
  /** Bytes that `write` writes. Allocates nothing. */
  size(value: T): number;
  write(to: Writer, value: T): void;
  read(from: Reader): T;
}

/** One buffer for all messages, since a new DataView for each would cost more than the writing. */
export class Writer {
  private bytes: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(this.bytes.buffer);
  private at = 0;

  /** Begins a message of this many bytes. */
  begin(size: number): void {
    this.at = 0;
    if (size <= this.bytes.length) return;
    this.bytes = new Uint8Array(size * 2);
    this.view = new DataView(this.bytes.buffer);
  }

  /** A copy of what was written since `begin`. */
  end(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  float(value: number): void {
    this.view.setFloat64(this.at, value);
    this.at += 8;
  }

  u64(value: bigint): void {
    this.view.setBigUint64(this.at, value);
    this.at += 8;
  }

  all(values: Uint8Array): void {
    this.bytes.set(values, this.at);
    this.at += values.length;
  }
}

export class Reader {
  /** What is wrong with the bytes, if something is. */
  problem: string | undefined = undefined;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Records the first problem, and leaves nothing to read. */
  refuse(problem: string): void {
    this.problem ??= `${problem}, at byte ${this.at}`;
    this.at = this.bytes.length;
  }

  byte(): number {
    return this.has(1) ? this.bytes[this.at++]! : 0;
  }

  float(): number {
    if (!this.has(8)) return 0;
    this.at += 8;
    return this.view.getFloat64(this.at - 8);
  }

  u64(): bigint {
    if (!this.has(8)) return 0n;
    this.at += 8;
    return this.view.getBigUint64(this.at - 8);
  }

  /** A copy of the next bytes. */
  all(count: number): Uint8Array {
    if (!this.has(count)) return new Uint8Array(0);
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  private has(count: number): boolean {
    if (this.left >= count) return true;
    this.refuse('the message is cut short');
    return false;
  }
}

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
