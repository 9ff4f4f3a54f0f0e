// Operators on integers, as instructions of the register machine: most i32 are one, most i64 are two to six.

import { OP } from '../machine/instruction-set.ts';
import { immediate, inRegister, T0, T1, T2, T3, T4, T5, ZERO } from './assembler.ts';
import { END } from './ends.ts';
import { type Known, NOTHING, type Operand, type Operands } from './operands.ts';
import type { Routine, Routines } from './routines.ts';

const BIT: Known = { max: 1, zeros: 0 };
const COUNT: Known = { max: 64, zeros: 0 };

export interface Tools {
  readonly operands: Operands;
  readonly routines: Routines;
  /** The label of each end. */
  readonly ends: readonly number[];
}

/** By the opcode of i32, from add on; that of i64 is 0x12 more. */
const DIRECT: Readonly<Record<number, number>> = {
  0x6a: OP.add,
  0x6b: OP.sub,
  0x6c: OP.mul,
  0x71: OP.and,
  0x72: OP.or,
  0x73: OP.xor,
  0x74: OP.shl,
  0x75: OP.shrS,
  0x76: OP.shrU,
};
const COMMUTES: readonly number[] = [0x6a, 0x6c, 0x71, 0x72, 0x73];

/** An operator without immediates, from i32.eqz to i64.extend32_s, none of floats. */
export function emitOperator(tools: Tools, code: number): void {
  if (code === 0x45 || code === 0x50) zeroTest(tools, code === 0x50);
  else if (code <= 0x4f) compare32(tools, code - 0x46);
  else if (code <= 0x5a) compare64(tools, code - 0x51);
  else if (code >= 0x67 && code <= 0x69) count32(tools, (['clz', 'ctz', 'popcnt'] as const)[code - 0x67]!);
  else if (code >= 0x6a && code <= 0x78) binary32(tools, code);
  else if (code >= 0x79 && code <= 0x7b) count64(tools, (['clz', 'ctz', 'popcnt'] as const)[code - 0x79]!);
  else if (code >= 0x7c && code <= 0x8a) binary64(tools, code);
  else extend(tools, code);
}

function zeroTest({ operands }: Tools, wide: boolean): void {
  const operand = operands.pop();
  const at = operands.stack.length;
  let register = operands.read(operand, at, 0, T0);
  if (wide) {
    operands.to.emit(OP.or, T0, register, inRegister(operands.read(operand, at, 1, T1)));
    register = T0;
  }
  operands.define(false, BIT, (low) => operands.to.emit(OP.eq, low, register, immediate(0)));
}

/** Two operands, and where they stood. */
function pair({ operands }: Tools): { a: Operand; b: Operand; at: number } {
  const b = operands.pop();
  const a = operands.pop();
  return { a, b, at: operands.stack.length };
}

/** eq, ne, then lt, gt, le and ge, each signed and then not. */
function compare32(tools: Tools, kind: number): void {
  const { operands } = tools;
  const { to } = operands;
  const { a, b, at } = pair(tools);
  const swapped = kind >= 4 && kind <= 7;
  const left = swapped ? operands.read(b, at + 1, 0, T0) : operands.read(a, at, 0, T0);
  const right = swapped ? operands.second(a, at, 0, T1) : operands.second(b, at + 1, 0, T1);
  const op = kind === 0 ? OP.eq : kind === 1 ? OP.ne : kind % 2 === 0 ? OP.ltS : OP.ltU;
  operands.define(false, BIT, (low) => {
    to.emit(op, low, left, right);
    if (kind >= 6) to.emit(OP.eq, low, low, immediate(0));
  });
}

function compare64(tools: Tools, kind: number): void {
  const { operands } = tools;
  const { to } = operands;
  const { a, b, at } = pair(tools);
  const swapped = kind >= 4 && kind <= 7;
  const [x, y, xAt, yAt] = swapped ? [b, a, at + 1, at] : [a, b, at, at + 1];
  const low = operands.read(x, xAt, 0, T0);
  const otherLow = operands.second(y, yAt, 0, T1);
  const high = operands.read(x, xAt, 1, T2);
  const otherHigh = operands.second(y, yAt, 1, T3);
  if (kind < 2) {
    to.emit(OP.xor, T0, low, otherLow);
    to.emit(OP.xor, T2, high, otherHigh);
    to.emit(OP.or, T0, T0, inRegister(T2));
    operands.define(false, BIT, (into) => to.emit(kind === 0 ? OP.eq : OP.ne, into, T0, immediate(0)));
    return;
  }
  to.emit(OP.ltU, T0, low, otherLow);
  to.emit(OP.eq, T4, high, otherHigh);
  to.emit(OP.and, T0, T0, inRegister(T4));
  to.emit(kind % 2 === 0 ? OP.ltS : OP.ltU, T4, high, otherHigh);
  operands.define(false, BIT, (into) => {
    to.emit(OP.or, into, T0, inRegister(T4));
    if (kind >= 6) to.emit(OP.eq, into, into, immediate(0));
  });
}

function count32({ operands, routines }: Tools, name: Routine): void {
  const operand = operands.pop();
  operands.to.move(T0, operands.read(operand, operands.stack.length, 0, T0), false);
  routines.call(name);
  operands.defineFrom(false, COUNT, T1, ZERO);
}

function count64({ operands, routines }: Tools, name: Routine): void {
  const { to } = operands;
  const operand = operands.pop();
  const at = operands.stack.length;
  // Of two words the one that is counted first, and the one that matters only if the first is zero.
  const [first, other] = name === 'clz' ? [1, 0] : [0, 1];
  to.move(T3, operands.read(operand, at, other, T3), false);
  to.move(T0, operands.read(operand, at, first, T0), false);
  const end = to.label();
  if (name === 'popcnt') {
    routines.call(name);
    to.move(T4, T1, false);
    to.move(T0, T3, false);
    routines.call(name);
    to.emit(OP.add, T1, T1, inRegister(T4));
  } else {
    to.move(T4, T0, false);
    routines.call(name);
    to.branch(T4, true, end);
    to.move(T0, T3, false);
    routines.call(name);
    to.emit(OP.add, T1, T1, immediate(32));
  }
  to.place(end);
  operands.defineFrom(true, COUNT, T1, ZERO);
}

function binary32(tools: Tools, code: number): void {
  const { operands, routines, ends } = tools;
  const { to } = operands;
  const operandsOf = pair(tools);
  let { a, b } = operandsOf;
  let [aAt, bAt] = [operandsOf.at, operandsOf.at + 1];
  if (a.at === 'constant' && COMMUTES.includes(code)) [a, b, aAt, bAt] = [b, a, bAt, aAt];
  const known = knownOf(code, a, b);
  if (code === 0x6d || code === 0x6f) {
    const [left, right] = [operands.read(a, aAt, 0, T0), operands.read(b, bAt, 0, T1)];
    to.move(T0, left, false);
    to.move(T1, right, false);
    routines.call(code === 0x6d ? 'divS32' : 'remS32');
    operands.defineFrom(false, known, T0, ZERO);
    return;
  }
  const left = operands.read(a, aAt, 0, T0);
  if (code === 0x6e || code === 0x70) {
    const right = operands.second(b, bAt, 0, T1);
    if (right.imm === 0) to.branch(right.x, false, ends[END.divisionByZero]!);
    else if (right.x === 0) to.jump(ends[END.divisionByZero]!);
    operands.define(false, known, (low) => to.emit(code === 0x6e ? OP.divU : OP.remU, low, left, right));
  } else if (code >= 0x77) rotate32(operands, code === 0x78, left, b, bAt);
  else {
    const right = operands.second(b, bAt, 0, T1);
    operands.define(false, known, (low) => to.emit(DIRECT[code]!, low, left, right));
  }
}

/** A rotation the other way is one by the opposite. */
function rotate32(operands: Operands, right: boolean, value: number, by: Operand, at: number): void {
  const { to } = operands;
  const amount = operands.read(by, at, 0, T1);
  to.emit(OP.sub, T2, ZERO, inRegister(amount));
  to.emit(right ? OP.shrU : OP.shl, T3, value, inRegister(amount));
  to.emit(right ? OP.shl : OP.shrU, T2, value, inRegister(T2));
  operands.define(false, NOTHING, (low) => to.emit(OP.or, low, T3, inRegister(T2)));
}

function knownOf(code: number, a: Operand, b: Operand): Known {
  const by = b.at === 'constant' ? b.low : undefined;
  const fits = (max: number): number => (max > 0xffff_ffff ? 0xffff_ffff : max);
  if (code === 0x6a) {
    const max = a.max + b.max;
    return { max: fits(max), zeros: Math.min(a.zeros, b.zeros) };
  }
  if (code === 0x6c) return { max: fits(a.max * b.max), zeros: Math.min(32, a.zeros + b.zeros) };
  if (code === 0x71) return { max: Math.min(a.max, b.max), zeros: Math.max(a.zeros, b.zeros) };
  if (code === 0x74 && by !== undefined)
    return { max: fits(a.max * ((1 << (by & 31)) >>> 0)), zeros: Math.min(32, a.zeros + (by & 31)) };
  if (code === 0x76 && by !== undefined) return { max: a.max >>> by, zeros: 0 };
  if (code === 0x70 && by !== undefined && by !== 0) return { max: (by >>> 0) - 1, zeros: 0 };
  return NOTHING;
}

const ROUTINES: Readonly<Record<number, Routine>> = {
  0x7f: 'divS64',
  0x80: 'divU64',
  0x81: 'remS64',
  0x82: 'remU64',
  0x86: 'shl64',
  0x87: 'shrS64',
  0x88: 'shrU64',
  0x89: 'rotl64',
  0x8a: 'rotl64',
};

function binary64(tools: Tools, code: number): void {
  const { operands, routines } = tools;
  const { to } = operands;
  const { a, b, at } = pair(tools);
  const low = operands.read(a, at, 0, T0);
  const high = operands.read(a, at, 1, T1);
  const routine = ROUTINES[code];
  if (routine === undefined) {
    const [otherLow, otherHigh] = [operands.read(b, at + 1, 0, T2), operands.read(b, at + 1, 1, T3)];
    combine64(operands, code, [low, high, otherLow, otherHigh]);
    return;
  }
  if (b.at === 'constant' && (b.low & 63) === 32 && (code === 0x86 || code === 0x88)) {
    if (code === 0x86) operands.defineFrom(true, { max: 0, zeros: 32 }, ZERO, low);
    else operands.defineFrom(true, NOTHING, high, ZERO);
    return;
  }
  to.move(T0, low, false);
  to.move(T1, high, false);
  if (code === 0x8a) to.emit(OP.sub, T2, ZERO, inRegister(operands.read(b, at + 1, 0, T2)));
  else to.move(T2, operands.read(b, at + 1, 0, T2), false);
  if (code <= 0x82) to.move(T3, operands.read(b, at + 1, 1, T3), false);
  routines.call(routine);
  operands.defineFrom(true, NOTHING, T0, T1);
}

/** Results go by temporary registers: that of the low words may be the home of a high one. */
function combine64(operands: Operands, code: number, words: readonly [number, number, number, number]): void {
  const { to } = operands;
  const [low, high, otherLow, otherHigh] = words;
  const second = inRegister(otherLow);
  if (code === 0x7c) {
    to.emit(OP.add, T4, low, second);
    to.emit(OP.ltU, T5, T4, second);
    to.emit(OP.add, T1, high, inRegister(otherHigh));
    to.emit(OP.add, T5, T5, inRegister(T1));
  } else if (code === 0x7d) {
    to.emit(OP.ltU, T5, low, second);
    to.emit(OP.sub, T4, low, second);
    to.emit(OP.sub, T1, high, inRegister(otherHigh));
    to.emit(OP.sub, T5, T1, inRegister(T5));
  } else if (code === 0x7e) {
    to.emit(OP.mulHU, T5, low, second);
    to.emit(OP.mul, T4, low, inRegister(otherHigh));
    to.emit(OP.add, T5, T5, inRegister(T4));
    to.emit(OP.mul, T4, high, second);
    to.emit(OP.add, T5, T5, inRegister(T4));
    to.emit(OP.mul, T4, low, second);
  } else {
    const op = DIRECT[code - 0x12]!;
    to.emit(op, T4, low, second);
    to.emit(op, T5, high, inRegister(otherHigh));
  }
  operands.defineFrom(true, NOTHING, T4, T5);
}

/** wrap, extensions of i32 to i64, and of narrow integers within both. */
function extend({ operands }: Tools, code: number): void {
  const { to } = operands;
  const operand = operands.pop();
  const low = operands.read(operand, operands.stack.length, 0, T0);
  const wide = code === 0xac || code === 0xad || code >= 0xc2;
  const bits = code === 0xc0 || code === 0xc2 ? 24 : code === 0xc1 || code === 0xc3 ? 16 : 0;
  if (code === 0xa7 || code === 0xad) {
    operands.defineFrom(wide, { max: operand.max, zeros: operand.zeros }, low, ZERO);
    return;
  }
  to.move(T0, low, false);
  if (bits > 0) to.emit(OP.shl, T0, T0, immediate(bits));
  if (bits > 0) to.emit(OP.shrS, T0, T0, immediate(bits));
  if (wide) to.emit(OP.shrS, T1, T0, immediate(31));
  operands.defineFrom(wide, NOTHING, T0, T1);
}
