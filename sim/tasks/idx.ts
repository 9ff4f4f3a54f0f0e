// IDX, the format of the MNIST files (LeCun, Cortes, Burges): a magic number that gives the type and the number of
// dimensions, the dimensions as big-endian words of 32 bits, and the elements.

import { assert, type Failure, failed, type Result, success } from '../../core/foundation/index.ts';

/** A file of numbers: items of equal size, one after another. */
export interface IdxArray {
  readonly count: number;
  /** Elements of an item. */
  readonly size: number;
  readonly elements: Uint8Array | Float32Array;
}

type Read = (view: DataView, at: number) => number;

interface ElementType {
  readonly name: string;
  readonly bytes: number;
  readonly read: Read;
}

const UNSIGNED_BYTE = 8;

const types: Readonly<Record<number, ElementType>> = {
  [UNSIGNED_BYTE]: { name: 'unsigned byte', bytes: 1, read: (view, at) => view.getUint8(at) },
  9: { name: 'signed byte', bytes: 1, read: (view, at) => view.getInt8(at) },
  11: { name: 'short', bytes: 2, read: (view, at) => view.getInt16(at) },
  12: { name: 'int', bytes: 4, read: (view, at) => view.getInt32(at) },
  13: { name: 'float', bytes: 4, read: (view, at) => view.getFloat32(at) },
  14: { name: 'double', bytes: 8, read: (view, at) => view.getFloat64(at) },
};

/** Whether a file claims to be one. */
export const looksLikeIdx = (file: Uint8Array): boolean =>
  file.length >= 4 && file[0] === 0 && file[1] === 0 && types[file[2]!] !== undefined && file[3]! > 0;

/** Reads a whole file. `name` is how complaints call it. */
export function parseIdx(file: Uint8Array, name: string): Result<IdxArray> {
  const refuse = (message: string, expected: string, got: string, hint: string): Result<never> =>
    failed({ code: 'bad-idx', message: `${name}: ${message}`, expected, got, hint } satisfies Failure);
  if (!looksLikeIdx(file)) {
    const start = [...file.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const known = Object.keys(types).map((code) => Number(code).toString(16).padStart(2, '0'));
    return refuse(
      'this is not an IDX file',
      `bytes 00 00, a type (${known.join(', ')}), and a number of dimensions`,
      start === '' ? 'an empty file' : start,
      'a table of text is read, too: see docs/federated.md',
    );
  }
  const { bytes, read } = types[file[2]!]!;
  const dimensions = file[3]!;
  const start = 4 + 4 * dimensions;
  if (file.length < start) {
    return refuse('it ends within its dimensions', `${start} bytes at least`, `${file.length} bytes`, SHORT);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [count = 0, ...inner] = Array.from({ length: dimensions }, (_, index) => view.getUint32(4 + 4 * index));
  const size = inner.reduce((product, length) => product * length, 1);
  const due = start + count * size * bytes;
  if (file.length !== due) {
    const shape = [count, ...inner].join(' x ');
    return refuse(`it is not as long as it says`, `${due} bytes for ${shape} elements`, `${file.length} bytes`, SHORT);
  }
  if (file[2] === UNSIGNED_BYTE) return success({ count, size, elements: file.subarray(start) });
  const elements = Float32Array.from({ length: count * size }, (_, at) => read(view, start + at * bytes));
  return success({ count, size, elements });
}

const SHORT = 'it may have been cut off on its way: fetch or write it again';

/** Items of equal size: images of 28 x 28 bytes, or labels of one byte. */
export interface IdxItems {
  readonly count: number;
  /** Bytes of an item. */
  readonly size: number;
  /** A view of item `index`, counting from 0. */
  item(index: number): Uint8Array;
}

/** Reads a file of ours. Throws AssertionFailure if it is not one of unsigned bytes, or is cut short. */
export function readIdx(file: Uint8Array): IdxItems {
  const read = parseIdx(file, 'a file of ours');
  assert(read.ok && read.value.elements instanceof Uint8Array, 'the file is an IDX file of bytes, as long as it says');
  const { count, size, elements } = read.value;
  return { count, size, item: (index) => elements.subarray(index * size, (index + 1) * size) };
}
