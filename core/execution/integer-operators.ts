// Operators on integers whose results are integers. Words of an i64 stand low before high.

import { TRAP } from './machine.ts';

type Longs = BigInt64Array;

/** In place, on the stack below the word `top`. Returns the number of a trap, or none. */
export function operateOnIntegers(I: Int32Array, L: Longs, op: number, top: number): number {
  if (op >= 0x51 && op <= 0x5a) compare64(I, op, top);
  else if (op >= 0x67 && op <= 0x69) I[top - 2] = count32(op - 0x67, I[top - 2]!);
  else if (op >= 0x6d && op <= 0x70) return divide32(I, op, top);
  else if (op === 0x78) I[top - 4] = (I[top - 4]! >>> I[top - 2]!) | (I[top - 4]! << -I[top - 2]!);
  else if (op >= 0x79 && op <= 0x7b) count64(I, op, top);
  else if (op === 0x7e) multiply64(I, top);
  else if (op >= 0x7f && op <= 0x82) return divide64(I, L, op, top);
  else if (op >= 0x83 && op <= 0x85) bitwise64(I, op, top);
  else if (op >= 0x86 && op <= 0x8a) shift64(I, op, top);
  else extend(I, op, top);
  return TRAP.none;
}

function compare64(I: Int32Array, op: number, top: number): void {
  const low = I[top - 4]! >>> 0;
  const high = I[top - 3]!;
  const otherLow = I[top - 2]! >>> 0;
  const otherHigh = I[top - 1]!;
  const equal = low === otherLow && high === otherHigh;
  // From lt_s on, every second comparison is unsigned.
  const signed = (op & 1) === 1;
  const [a, b] = signed ? [high, otherHigh] : [high >>> 0, otherHigh >>> 0];
  const less = a < b || (a === b && low < otherLow);
  const kind = (op - 0x53) >> 1;
  const holds =
    op === 0x51
      ? equal
      : op === 0x52
        ? !equal
        : kind === 0
          ? less
          : kind === 1
            ? !less && !equal
            : kind === 2
              ? less || equal
              : !less;
  I[top - 4] = holds ? 1 : 0;
}

/** 0: leading zeros; 1: trailing zeros; 2: ones. */
function count32(kind: number, value: number): number {
  if (kind === 0) return Math.clz32(value);
  if (kind === 1) return value === 0 ? 32 : 31 - Math.clz32(value & -value);
  let ones = value - ((value >>> 1) & 0x5555_5555);
  ones = (ones & 0x3333_3333) + ((ones >>> 2) & 0x3333_3333);
  return Math.imul((ones + (ones >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

function count64(I: Int32Array, op: number, top: number): void {
  const low = I[top - 2]!;
  const high = I[top - 1]!;
  if (op === 0x79) I[top - 2] = high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
  else if (op === 0x7a) I[top - 2] = low === 0 ? 32 + count32(1, high) : count32(1, low);
  else I[top - 2] = count32(2, low) + count32(2, high);
  I[top - 1] = 0;
}

function divide32(I: Int32Array, op: number, top: number): number {
  const a = I[top - 4]!;
  const b = I[top - 2]!;
  if (b === 0) return TRAP.divisionByZero;
  if (op === 0x6d && b === -1 && a === -0x8000_0000) return TRAP.overflow;
  if (op === 0x6d) I[top - 4] = a / b;
  else if (op === 0x6e) I[top - 4] = (a >>> 0) / (b >>> 0);
  else if (op === 0x6f) I[top - 4] = a % b;
  else I[top - 4] = (a >>> 0) % (b >>> 0);
  return TRAP.none;
}

const LIMB = 0xffff;

/** The high word of the product of two unsigned words. */
function highProduct(a: number, b: number): number {
  const a0 = a & LIMB;
  const a1 = a >>> 16;
  const b0 = b & LIMB;
  const b1 = b >>> 16;
  // Below 2^33: exact as numbers.
  const middle = (Math.imul(a1, b0) >>> 0) + (Math.imul(a0, b0) >>> 16);
  const other = (Math.imul(a0, b1) >>> 0) + (middle & LIMB);
  return (Math.imul(a1, b1) + Math.floor(middle / 0x1_0000) + Math.floor(other / 0x1_0000)) | 0;
}

function multiply64(I: Int32Array, top: number): void {
  const low = I[top - 4]!;
  const high = I[top - 3]!;
  const otherLow = I[top - 2]!;
  const otherHigh = I[top - 1]!;
  I[top - 4] = Math.imul(low, otherLow);
  I[top - 3] = highProduct(low, otherLow) + Math.imul(low, otherHigh) + Math.imul(high, otherLow);
}

function divide64(I: Int32Array, L: Longs, op: number, top: number): number {
  const at = (top >> 1) - 2;
  if ((I[top - 2]! | I[top - 1]!) === 0) return TRAP.divisionByZero;
  // Small and not negative, as most are: no big integers are made.
  if (I[top - 3] === 0 && I[top - 1] === 0) {
    const a = I[top - 4]! >>> 0;
    const b = I[top - 2]! >>> 0;
    I[top - 4] = op < 0x81 ? a / b : a % b;
    return TRAP.none;
  }
  const a = L[at]!;
  const b = L[at + 1]!;
  if (op === 0x7f && b === -1n && a === -0x8000_0000_0000_0000n) return TRAP.overflow;
  if (op === 0x7f) L[at] = a / b;
  else if (op === 0x81) L[at] = a % b;
  else {
    const ua = BigInt.asUintN(64, a);
    const ub = BigInt.asUintN(64, b);
    L[at] = op === 0x80 ? ua / ub : ua % ub;
  }
  return TRAP.none;
}

function bitwise64(I: Int32Array, op: number, top: number): void {
  const low = I[top - 2]!;
  const high = I[top - 1]!;
  if (op === 0x83) {
    I[top - 4] = I[top - 4]! & low;
    I[top - 3] = I[top - 3]! & high;
  } else if (op === 0x84) {
    I[top - 4] = I[top - 4]! | low;
    I[top - 3] = I[top - 3]! | high;
  } else {
    I[top - 4] = I[top - 4]! ^ low;
    I[top - 3] = I[top - 3]! ^ high;
  }
}

/** shl, shr_s, shr_u, rotl and rotr, from 0x86 on. */
function shift64(I: Int32Array, op: number, top: number): void {
  let low = I[top - 4]!;
  let high = I[top - 3]!;
  let by = I[top - 2]! & 63;
  const rotates = op >= 0x89;
  if (op === 0x8a) by = -by & 63;
  if (rotates && by >= 32) [low, high] = [high, low];
  if (rotates) by &= 31;
  if (by === 0) {
    I[top - 4] = low;
    I[top - 3] = high;
    return;
  }
  const fill = op === 0x87 ? high >> 31 : 0;
  if (rotates) {
    I[top - 4] = (low << by) | (high >>> (32 - by));
    I[top - 3] = (high << by) | (low >>> (32 - by));
  } else if (op === 0x86) {
    I[top - 3] = by < 32 ? (high << by) | (low >>> (32 - by)) : low << (by - 32);
    I[top - 4] = by < 32 ? low << by : 0;
  } else {
    const shifted = op === 0x87 ? high >> by : high >>> by;
    const far = op === 0x87 ? high >> (by - 32) : high >>> (by - 32);
    I[top - 4] = by < 32 ? (low >>> by) | (high << (32 - by)) : far;
    I[top - 3] = by < 32 ? shifted : fill;
  }
}

/** Between the widths of integers. */
function extend(I: Int32Array, op: number, top: number): void {
  const value = I[top - 2]!;
  // i32.wrap_i64 leaves the low word where it is, and so does reinterpreting.
  if (op === 0xac) I[top - 1] = value >> 31;
  else if (op === 0xad) I[top - 1] = 0;
  else if (op === 0xc0 || op === 0xc2) I[top - 2] = (value << 24) >> 24;
  else if (op === 0xc1 || op === 0xc3) I[top - 2] = (value << 16) >> 16;
  if (op >= 0xc2 && op <= 0xc4) I[top - 1] = I[top - 2]! >> 31;
}
