// A proof as nodes send it: without the module and the input, which whoever asked for it has, and as long for the same
// run whoever proves it. Integers are big-endian.

import { outcomes, Reader, Writer } from '../../protocol/index.ts';
import { FIELD } from '../groth16/field.ts';
import type { Groth16Proof } from '../groth16/verify.ts';
import { PAGE_WORDS } from '../machine/page-tree.ts';
import type { CommittedState } from '../machine/state.ts';
import type { CircuitShape } from '../segments/circuit-shape.ts';
import type { OpenedPage, OpenedState, ProofFile, ProvenSegment } from './proof-file.ts';

/** What is packed. */
export type Packed = Pick<ProofFile, 'outcome' | 'output' | 'end' | 'segments'>;

const ELEMENT = 32;
const REGISTERS = 32;
const CHILDREN = 4;
const SEGMENT = 8 + ELEMENT + 8 * ELEMENT;

/** Program counter, gas, registers, root of the memory. */
const stateBytes = 8 + 8 + 8 * REGISTERS + ELEMENT;

const pageBytes = (depth: number): number => 8 * (1 + PAGE_WORDS) + depth * CHILDREN * ELEMENT;

/** Bytes of the proof of so many segments whose output lies in so many pages. */
export const packedSize = (segments: number, output: number, pages: number, { memoryDepth }: CircuitShape): number =>
  1 + stateBytes + 8 + output + 8 + pages * pageBytes(memoryDepth) + 8 + segments * SEGMENT;

const writer = new Writer();

export function packProof({ outcome, output, end, segments }: Packed, shape: CircuitShape): Uint8Array {
  writer.begin(packedSize(segments.length, output.length, end.pages.length, shape));
  writer.byte(outcomes.indexOf(outcome));
  writeState(end);
  writer.u64(BigInt(output.length));
  writer.all(output);
  writePages(end.pages);
  writer.u64(BigInt(segments.length));
  for (const { steps, stateOut, proof } of segments) {
    writer.u64(BigInt(steps));
    element(stateOut);
    const { a, b, c } = proof as Groth16Proof;
    for (const coordinate of [...a, ...b.flat(), ...c]) element(BigInt(coordinate));
  }
  return writer.end();
}

/** A state with the pages of its memory that are needed to go on from it, packed as the last one of a proof is. */
export function writeOpened(state: OpenedState, shape: CircuitShape): Uint8Array {
  writer.begin(stateBytes + 8 + state.pages.length * pageBytes(shape.memoryDepth));
  writeState(state);
  writePages(state.pages);
  return writer.end();
}

export function readOpened(bytes: Uint8Array, shape: CircuitShape): OpenedState | undefined {
  const from = new Reader(bytes);
  const state = readState(from);
  const pages = readPages(from, shape);
  if (from.left > 0) from.refuse('bytes after the end');
  return from.problem === undefined ? { ...state, pages } : undefined;
}

function writeState({ pc, gas, registers, memoryRoot }: CommittedState): void {
  for (const value of [pc, gas, ...registers]) writer.u64(BigInt(value));
  element(memoryRoot);
}

function writePages(pages: readonly OpenedPage[]): void {
  writer.u64(BigInt(pages.length));
  for (const { page, words, path } of pages) {
    for (const value of [page, ...words]) writer.u64(BigInt(value));
    for (const child of path.flat()) element(child);
  }
}

function readState(from: Reader): CommittedState {
  const [pc, gas] = times(2, () => whole(from, Number.MAX_SAFE_INTEGER));
  const registers = times(REGISTERS, () => whole(from, 0xffff_ffff));
  return { pc: pc!, gas: gas!, registers, memoryRoot: fieldElement(from) };
}

const readPages = (from: Reader, shape: CircuitShape): OpenedPage[] =>
  times(whole(from, from.left / pageBytes(shape.memoryDepth)), () => readPage(from, shape));

function element(value: bigint): void {
  for (let word = 3n; word >= 0n; word -= 1n) writer.u64(BigInt.asUintN(64, value >> (64n * word)));
}

/** Undefined for bytes that are no proof: those of a proof have one form. */
export function unpackProof(bytes: Uint8Array, shape: CircuitShape): Packed | undefined {
  const from = new Reader(bytes);
  const outcome = outcomes[from.byte()];
  const state = readState(from);
  const output = from.all(whole(from, from.left));
  const pages = readPages(from, shape);
  const segments = times(whole(from, from.left / SEGMENT), () => readSegment(from));
  if (from.left > 0) from.refuse('bytes after the end');
  if (from.problem !== undefined || outcome === undefined) return undefined;
  return { outcome, output, end: { ...state, pages }, segments };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function whole(from: Reader, most: number): number {
  const value = from.u64();
  if (value <= BigInt(Math.floor(most))) return Number(value);
  from.refuse('a number is too large');
  return 0;
}

function number256(from: Reader): bigint {
  return times(4, () => from.u64()).reduce((value, word) => (value << 64n) | word, 0n);
}

function fieldElement(from: Reader): bigint {
  const value = number256(from);
  if (value >= FIELD) from.refuse('a number is no element of the field');
  return value;
}

function readPage(from: Reader, { memoryDepth }: CircuitShape): OpenedPage {
  const page = whole(from, 2 ** 24);
  const words = times(PAGE_WORDS, () => whole(from, 0xffff_ffff));
  return { page, words, path: times(memoryDepth, () => times(CHILDREN, () => fieldElement(from))) };
}

function readSegment(from: Reader): ProvenSegment {
  const steps = whole(from, 0xffff);
  const stateOut = fieldElement(from);
  // Whether these are points is for the verifier to say.
  const [a0, a1, b00, b01, b10, b11, c0, c1] = times(8, () => String(number256(from)));
  const proof = {
    a: [a0, a1],
    b: [
      [b00, b01],
      [b10, b11],
    ],
    c: [c0, c1],
  };
  return { steps, stateOut, proof };
}
