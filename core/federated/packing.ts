// Vectors of small whole numbers as bytes: as many bits for each as the modulus has, and no more.

import { assert } from '../foundation/index.ts';

/** Bytes of so many values of so many bits. */
export const packedBytes = (length: number, width: number): number => Math.ceil((length * width) / 8);

/** The low `width` bits of each value (1 to 32), the first value in the first bits. */
export function pack(values: Uint32Array, width: number): Uint8Array {
  assert(width >= 1 && width <= 32, 'a value has 1 to 32 bits', { width });
  const bytes = new Uint8Array(packedBytes(values.length, width));
  const keep = powerOfTwo(width);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const value of values) {
    // At most 7 bits wait here, so that the sum stays below 2^39: exact, which shifts of 32 bits would not be.
    held += (value % keep) * powerOfTwo(bits);
    bits += width;
    while (bits >= 8) {
      bytes[at++] = held % 256;
      held = Math.floor(held / 256);
      bits -= 8;
    }
  }
  if (bits > 0) bytes[at] = held;
  return bytes;
}

/** Undefined unless the bytes are those of so many values, without a stray bit. */
export function unpack(bytes: Uint8Array, length: number, width: number): Uint32Array | undefined {
  if (bytes.length !== packedBytes(length, width)) return undefined;
  const values = new Uint32Array(length);
  const keep = powerOfTwo(width);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let index = 0; index < length; index++) {
    while (bits < width) {
      held += bytes[at++]! * powerOfTwo(bits);
      bits += 8;
    }
    values[index] = held % keep;
    held = Math.floor(held / keep);
    bits -= width;
  }
  return held === 0 ? values : undefined;
}

/** Exact up to 2^46: a shift reaches 2^30. */
const powerOfTwo = (exponent: number): number => (exponent < 31 ? 1 << exponent : (1 << (exponent - 16)) * 65_536);
