// Operators on floats, and conversions from and to them. Doubles compute f32 exactly: rounding the result of one
// operation twice gives the same as rounding it once (S. Figueroa, When is double rounding innocuous?, 1995).

import { type Machine, TRAP } from './machine.ts';

const TWO_POW_31 = 2 ** 31;
const TWO_POW_32 = 2 ** 32;
const TWO_POW_63 = 2 ** 63;
const TWO_POW_64 = 2 ** 64;

export const isFloatOperator = (op: number): boolean =>
  (op >= 0x5b && op <= 0x66) ||
  (op >= 0x8b && op <= 0xa6) ||
  (op >= 0xa8 && op <= 0xab) ||
  (op >= 0xae && op <= 0xbb) ||
  op >= 0x100;

/** In place, on the stack below the word `top`. Returns the number of a trap, or none. */
export function operateOnFloats(machine: Machine, op: number, top: number): number {
  const { ints: I, floats: F, doubles: D } = machine;
  const last = (top >> 1) - 1;
  if (op >= 0x100) return truncate(machine, op, top);
  if (op <= 0x60) I[top - 4] = compare(op - 0x5b, F[top - 4]!, F[top - 2]!);
  else if (op <= 0x66) I[top - 4] = compare(op - 0x61, D[last - 1]!, D[last]!);
  else if (op === 0x8b) I[top - 2] = I[top - 2]! & 0x7fff_ffff;
  else if (op === 0x8c) I[top - 2] = I[top - 2]! ^ -0x8000_0000;
  else if (op <= 0x91) F[top - 2] = unary(op - 0x8d, F[top - 2]!);
  else if (op <= 0x97) F[top - 4] = binary(op - 0x92, F[top - 4]!, F[top - 2]!);
  else if (op === 0x98) I[top - 4] = (I[top - 4]! & 0x7fff_ffff) | (I[top - 2]! & -0x8000_0000);
  else if (op === 0x99) I[top - 1] = I[top - 1]! & 0x7fff_ffff;
  else if (op === 0x9a) I[top - 1] = I[top - 1]! ^ -0x8000_0000;
  else if (op <= 0x9f) D[last] = unary(op - 0x9b, D[last]!);
  else if (op <= 0xa5) D[last - 1] = binary(op - 0xa0, D[last - 1]!, D[last]!);
  else if (op === 0xa6) I[top - 3] = (I[top - 3]! & 0x7fff_ffff) | (I[top - 1]! & -0x8000_0000);
  else if (op <= 0xb1) return truncate(machine, op, top);
  else convert(machine, op, top);
  return TRAP.none;
}

/** eq, ne, lt, gt, le and ge. */
function compare(kind: number, a: number, b: number): number {
  const holds =
    kind === 0
      ? a === b
      : kind === 1
        ? a !== b
        : kind === 2
          ? a < b
          : kind === 3
            ? a > b
            : kind === 4
              ? a <= b
              : a >= b;
  return holds ? 1 : 0;
}

/** ceil, floor, trunc, nearest and sqrt. */
function unary(kind: number, a: number): number {
  if (kind === 0) return Math.ceil(a);
  if (kind === 1) return Math.floor(a);
  if (kind === 2) return Math.trunc(a);
  return kind === 3 ? nearest(a) : Math.sqrt(a);
}

/** To the nearest integer, ties to even ones; zeros keep their sign. */
function nearest(a: number): number {
  const below = Math.floor(a);
  const rest = a - below;
  // Also NaN, infinities and what is an integer already.
  if (!(rest > 0)) return a;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  const rounded = up ? below + 1 : below;
  return rounded === 0 && a < 0 ? -0 : rounded;
}

/** add, sub, mul, div, min and max. */
function binary(kind: number, a: number, b: number): number {
  if (kind === 0) return a + b;
  if (kind === 1) return a - b;
  if (kind === 2) return a * b;
  if (kind === 3) return a / b;
  return kind === 4 ? Math.min(a, b) : Math.max(a, b);
}

/** Floats to integers: from 0xa8 on those that trap, from 0x100 on those that saturate. */
function truncate({ ints: I, longs: L, floats: F, doubles: D }: Machine, op: number, top: number): number {
  const saturates = op >= 0x100;
  const wide = saturates ? op >= 0x104 : op >= 0xae;
  const kind = (op - (saturates ? 0x100 : wide ? 0xae : 0xa8)) & 3;
  const signed = (kind & 1) === 0;
  const a = Math.trunc(kind < 2 ? F[top - 2]! : D[(top >> 1) - 1]!);
  const limit = wide ? (signed ? TWO_POW_63 : TWO_POW_64) : signed ? TWO_POW_31 : TWO_POW_32;
  const least = signed ? -limit : 0;
  let integer = a;
  if (saturates) integer = Number.isNaN(a) ? 0 : a < least ? least : a;
  else if (Number.isNaN(a)) return TRAP.noInteger;
  else if (a < least || a >= limit) return TRAP.overflow;
  const most = integer >= limit;
  if (wide) L[(top >> 1) - 1] = most ? BigInt(limit) - 1n : BigInt(integer);
  else I[top - 2] = most ? limit - 1 : integer;
  return TRAP.none;
}

/** Integers to floats, and floats to each other. */
function convert({ ints: I, longs: L, floats: F, doubles: D }: Machine, op: number, top: number): void {
  const last = (top >> 1) - 1;
  if (op === 0xb2) F[top - 2] = I[top - 2]!;
  else if (op === 0xb3) F[top - 2] = I[top - 2]! >>> 0;
  else if (op === 0xb4) F[top - 2] = roundable(L[last]!);
  else if (op === 0xb5) F[top - 2] = roundable(BigInt.asUintN(64, L[last]!));
  else if (op === 0xb6) F[top - 2] = D[last]!;
  else if (op === 0xb7) D[last] = I[top - 2]!;
  else if (op === 0xb8) D[last] = I[top - 2]! >>> 0;
  else if (op === 0xb9) D[last] = Number(L[last]!);
  else if (op === 0xba) D[last] = Number(BigInt.asUintN(64, L[last]!));
  else D[last] = F[top - 2]!;
}

const EXACT = 2n ** 53n;
const DROPPED = 11n;

/** A double that rounds to the f32 that the integer rounds to: bits that do not fit leave a trace in the last one. */
function roundable(value: bigint): number {
  if (value < EXACT && value > -EXACT) return Number(value);
  const kept = value >> DROPPED;
  const sticky = BigInt.asUintN(Number(DROPPED), value) === 0n ? kept : kept | 1n;
  return Number(sticky) * 2_048;
}
