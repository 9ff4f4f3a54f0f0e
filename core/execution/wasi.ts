// The deterministic part of WASI that a command is given: standard input, standard output, and an exit code. There
// are no arguments, no environment, no files, no clock and no randomness.

import { type FunctionType, I32 } from './module.ts';
import type { HostFunctions, Scalar } from './runtime.ts';

export const WASI = 'wasi_snapshot_preview1';

const taking = (params: number, results = 1): FunctionType => {
  const numbers = (count: number): FunctionType['params'] => Array.from({ length: count }, () => I32);
  return { params: numbers(params), results: numbers(results) };
};
/** Engines differ in what they make of an import of another type, so the gate refuses it. */
export const wasiTypes: ReadonlyMap<string, FunctionType> = new Map([
  ['fd_read', taking(4)],
  ['fd_write', taking(4)],
  ['proc_exit', taking(1, 0)],
  ['args_get', taking(2)],
  ['args_sizes_get', taking(2)],
  ['environ_get', taking(2)],
  ['environ_sizes_get', taking(2)],
]);

const OK = 0;
const BAD_FILE = 8;
const FAULT = 21;
const INVALID = 28;
const IO = 29;
/** Pairs in one call, as POSIX has it: a call costs the same gas whatever it lists. */
const VECTORS_MAX = 1_024;

/** Thrown through the module by proc_exit. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** One command's input and what it has written. */
export class WasiStreams {
  readonly #input: Uint8Array;
  readonly #outputMax: number;
  readonly #written: Uint8Array[] = [];
  #read = 0;
  #size = 0;
  /** It wrote more than it may. */
  overflowed = false;

  constructor(input: Uint8Array, outputMax: number) {
    this.#input = input;
    this.#outputMax = outputMax;
  }

  output(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#written) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  host(memory: () => Uint8Array): HostFunctions {
    const zeroes = (...places: readonly number[]): Scalar => {
      const view = viewOf(memory());
      if (places.some((place) => (place >>> 0) + 4 > view.byteLength)) return FAULT;
      for (const place of places) view.setUint32(place >>> 0, 0, true);
      return OK;
    };
    return {
      [WASI]: {
        fd_read: (fd: number, vectors: number, count: number, result: number) =>
          fd === 0 ? transfer(memory(), vectors, count, result, (to) => this.#take(to)) : BAD_FILE,
        fd_write: (fd: number, vectors: number, count: number, result: number) =>
          fd === 1 || fd === 2 ? transfer(memory(), vectors, count, result, (from) => this.#give(fd, from)) : BAD_FILE,
        proc_exit: (code: number): undefined => {
          throw new Exit(code);
        },
        args_get: () => OK,
        environ_get: () => OK,
        args_sizes_get: (count: number, size: number) => zeroes(count, size),
        environ_sizes_get: (count: number, size: number) => zeroes(count, size),
      },
    };
  }

  #take(to: Uint8Array): number {
    const part = this.#input.subarray(this.#read, this.#read + to.length);
    to.set(part);
    this.#read += part.length;
    return part.length;
  }

  /** What goes to standard error is dropped. */
  #give(fd: number, from: Uint8Array): number | undefined {
    if (fd === 2) return from.length;
    if (this.#size + from.length > this.#outputMax) {
      this.overflowed = true;
      return undefined;
    }
    this.#written.push(from.slice());
    this.#size += from.length;
    return from.length;
  }
}

/** Moves bytes through a list of (place, length) pairs, and stores how many at `result`. */
function transfer(
  memory: Uint8Array,
  vectors: number,
  count: number,
  result: number,
  move: (part: Uint8Array) => number | undefined,
): number {
  const view = viewOf(memory);
  if (count >>> 0 > VECTORS_MAX) return INVALID;
  const first = vectors >>> 0;
  if (first + 8 * (count >>> 0) > memory.length || (result >>> 0) + 4 > memory.length) return FAULT;
  let total = 0;
  for (let at = first; at < first + 8 * (count >>> 0); at += 8) {
    const place = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    if (place + length > memory.length) return FAULT;
    const moved = move(memory.subarray(place, place + length));
    if (moved === undefined) return IO;
    total += moved;
    if (moved < length) break;
  }
  view.setUint32(result >>> 0, total, true);
  return OK;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
