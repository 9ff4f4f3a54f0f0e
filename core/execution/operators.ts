// The instructions that the loop of the interpreter leaves to others: those that are rare, or long.

import { FLAT_NUMBERS, flatNumber, WORDS } from './flat-code.ts';
import { isFloatOperator, operateOnFloats } from './float-operators.ts';
import { operateOnIntegers } from './integer-operators.ts';
import type { Machine } from './machine.ts';
import { loadOrStore, operateOnSegments } from './memory-operators.ts';
import { opcodes } from './opcodes.ts';

/** Words that an instruction adds to the stack. */
export const EFFECT: Int8Array = new Int8Array(FLAT_NUMBERS);
/** Words of an instruction with its immediates. */
export const LENGTH: Uint8Array = new Uint8Array(FLAT_NUMBERS);

/** Effects that a signature does not tell. */
const UNUSUAL: Readonly<Record<string, number>> = {
  'ref.null': 1,
  'ref.is_null': 0,
  'ref.func': 1,
  'table.get': 0,
  'table.set': -2,
  'table.grow': -1,
  'table.fill': -3,
};

/** In values. */
export function effectOf(code: number): number {
  const { name, signature } = opcodes.get(code)!;
  const split = signature.indexOf(':');
  return split < 0 ? (UNUSUAL[name] ?? 0) : signature.length - 2 * split - 1;
}

for (const { code, immediates } of opcodes.values()) {
  const number = flatNumber(code);
  EFFECT[number] = effectOf(code) * WORDS;
  const isOperator = code >= 0x45 && code <= 0xc4;
  const oneIndex = immediates === 'memory' || code === 0x25 || code === 0x26;
  LENGTH[number] = isOperator ? 1 : oneIndex ? 2 : 3;
}

/** Works on the stack below the word `top`, and returns the number of a trap, or none. `a` and `b`: its immediates. */
export function operate(machine: Machine, number: number, top: number, a: number, b: number): number {
  if (number >= 0x28 && number <= 0x3e) return loadOrStore(machine, number, top, a >>> 0);
  if (number < 0x45 || number > 0xc4) {
    if (number < 0x100 || number > 0x107) return operateOnSegments(machine, number, top, a, b);
  }
  return isFloatOperator(number)
    ? operateOnFloats(machine, number, top)
    : operateOnIntegers(machine.ints, machine.longs, number, top);
}
