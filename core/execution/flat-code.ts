// The code that the interpreter runs: every body flattened into one array of 32-bit words, branches resolved to places
// in it. An instruction is its number and then its immediates; most numbers are those of WebAssembly.

import type { FunctionType, Module } from './module.ts';
import { PREFIXED } from './opcodes.ts';

/** Numbers that WebAssembly leaves free, or needs only for structure. */
export const FLAT = {
  /** target: goes there if the operand is zero. */
  ifZero: 0x04,
  /** target */
  goto: 0x05,
  /** target: goes there if the operand is not zero. */
  ifNonZero: 0x06,
  /** target, words to keep, where they go: a branch that drops what lies between. */
  branch: 0x0c,
  branchIf: 0x0d,
  /** index of the last case, then a branch for each */
  branchTable: 0x0e,
  /** words of results */
  return: 0x0f,
  /** function */
  call: 0x10,
  /** type, table */
  callIndirect: 0x11,
  /** local, low and high word: takes a constant from a local i64 */
  charge: 0x12,
  /** local, low and high word, target: the same, and goes there unless the rest is below zero */
  chargeChecked: 0x13,
} as const;

/** Numbers behind the prefix 0xfc follow the others. */
export const flatNumber = (code: number): number => (code < PREFIXED ? code : 0x100 + code - PREFIXED);
export const FLAT_NUMBERS = 0x112;

/** A value takes two words of the stack, whatever its type. */
export const WORDS = 2;

export interface FlatFunction {
  /** Where its code starts; -1 for an imported function. */
  readonly entry: number;
  /** Words that its parameters, and all of its locals with them, take. */
  readonly params: number;
  readonly locals: number;
  /** Words that its locals and operands need at most. */
  readonly room: number;
  /** Equal types have equal numbers. */
  readonly type: number;
  readonly signature: FunctionType;
}

export interface FlatCode {
  readonly module: Module;
  readonly code: Int32Array;
  /** All functions, imported ones first. */
  readonly functions: readonly FlatFunction[];
  /** The number that stands for each type of the module. */
  readonly types: readonly number[];
}

/** The number of each type: that of the first one equal to it. */
export function numberTypes(types: readonly FunctionType[]): number[] {
  const known = new Map<string, number>();
  return types.map(({ params, results }, at) => {
    const text = `${params.join()}:${results.join()}`;
    if (!known.has(text)) known.set(text, at);
    return known.get(text)!;
  });
}
