// The state of a machine as bytes: a header of 32-bit numbers, then everything that is in use, in one order. The code
// is not part of it; whoever resumes has the module.

import { assert } from '../foundation/index.ts';
import type { FlatCode } from './flat-code.ts';
import { Machine } from './machine.ts';

/** Numbers of the header before the lengths of the tables. */
const HEADER = ['pc', 'locals', 'top', 'framesUsed'] as const;

/** `called`: the function whose call this is. */
export function writeMachine(machine: Machine, called: number): Uint8Array {
  const { globals, tables, droppedData, droppedElements, memory } = machine;
  const words = [
    ...HEADER.map((name) => machine[name]),
    called,
    memory.length,
    ...tables.map(({ length }) => length),
    ...machine.frames.subarray(0, machine.framesUsed),
    ...globals,
  ];
  const stack = machine.ints.subarray(0, machine.top);
  const parts = [Int32Array.from(words), stack, ...tables, droppedData, droppedElements, memory].map(bytesOf);
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function readMachine(state: Uint8Array, flat: FlatCode): { readonly machine: Machine; readonly called: number } {
  const machine = new Machine(flat);
  let at = 0;
  const take = (length: number): Uint8Array => {
    assert(length >= 0 && at + length <= state.length, 'a state is whole', { at, length });
    at += length;
    return state.slice(at - length, at);
  };
  const words = (count: number): Int32Array => new Int32Array(take(count * 4).buffer);
  const head = words(HEADER.length + 2);
  HEADER.forEach((name, i) => (machine[name] = head[i]!));
  const [called, bytes] = [head[HEADER.length]!, head[HEADER.length + 1]!];
  const lengths = words(machine.tables.length);
  machine.frames = new Int32Array(Math.max(machine.frames.length, machine.framesUsed * 2));
  machine.frames.set(words(machine.framesUsed));
  machine.globals.set(words(machine.globals.length));
  machine.reach(machine.top + Math.max(...flat.functions.map(({ room }) => room)));
  machine.ints.set(words(machine.top));
  lengths.forEach((length, i) => (machine.tables[i] = words(length)));
  machine.droppedData.set(take(machine.droppedData.length));
  machine.droppedElements.set(take(machine.droppedElements.length));
  machine.memory = take(bytes);
  machine.view = new DataView(machine.memory.buffer);
  assert(at === state.length, 'a state has no more bytes than it says', { at, length: state.length });
  return { machine, called };
}

const bytesOf = (array: Int32Array | Uint8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
