// IDX, the format of the MNIST files (LeCun, Cortes, Burges): a magic number that gives the type and the number of
// dimensions, the dimensions as big-endian words of 32 bits, and the elements.

import { assert } from '../../core/foundation/index.ts';

const UNSIGNED_BYTE = 8;

/** Items of equal size: images of 28 x 28 bytes, or labels of one byte. */
export interface IdxItems {
  readonly count: number;
  /** Bytes of an item. */
  readonly size: number;
  /** A view of item `index`, counting from 0. */
  item(index: number): Uint8Array;
}

/** Reads a file of unsigned bytes. Throws AssertionFailure if it is none, or is cut short. */
export function readIdx(file: Uint8Array): IdxItems {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const magic = view.getUint32(0);
  const dimensions = magic & 0xff;
  assert(magic >>> 8 === UNSIGNED_BYTE && dimensions > 0, 'the file is an IDX file of bytes', { magic });
  const lengths = Array.from({ length: dimensions }, (_, index) => view.getUint32(4 + 4 * index));
  const [count = 0, ...inner] = lengths;
  const size = inner.reduce((product, length) => product * length, 1);
  const start = 4 + 4 * dimensions;
  assert(file.length === start + count * size, 'an IDX file is as long as it says', { length: file.length });
  return {
    count,
    size,
    item: (index) => file.subarray(start + index * size, start + (index + 1) * size),
  };
}
