// Code that puts the one NaN that all engines agree on in place of any other.

import { F32, type F64 } from './module.ts';
import { LOCAL_GET as GET, LOCAL_SET as SET, LOCAL_TEE as TEE } from './opcodes.ts';
import type { BinaryWriter } from './writer.ts';

const SELECT = 0x1b;

export type FloatType = typeof F32 | typeof F64;

const NAN_BITS: bigint = 0x7ff8n << 48n;
/** Infinity without its sign, as a signed number. */
const INFINITY_BITS_SHIFTED = -(0x20n << 48n);

/** Of the float on top of the stack, which goes through `local`. */
export function canonicalTop(to: BinaryWriter, type: FloatType, local: number): void {
  nan(to.byte(TEE).u32(local), type);
  chosen(to, type, local);
}

/** Of the float in `local`. */
export function canonicalLocal(to: BinaryWriter, type: FloatType, local: number): void {
  nan(to.byte(GET).u32(local), type);
  chosen(to, type, local);
  to.byte(SET).u32(local);
}

/** Of the f64 on top, whose bits it leaves there: the sign left out, and the greater the rest if it is a NaN. No branch. */
export function canonicalBits(to: BinaryWriter, local: number): void {
  to.byte(0xbd, TEE).u32(local).byte(0x42).s64(NAN_BITS);
  to.byte(GET).u32(local).byte(0x42, 0x01, 0x86, 0x42).s64(INFINITY_BITS_SHIFTED).byte(0x58, SELECT);
}

function nan(to: BinaryWriter, type: FloatType): void {
  if (type === F32) to.byte(0x43, 0, 0, 0xc0, 0x7f);
  else to.byte(0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f);
}

/** The lower of two on the stack if `local` equals itself. */
function chosen(to: BinaryWriter, type: FloatType, local: number): void {
  to.byte(GET)
    .u32(local)
    .byte(GET)
    .u32(local)
    .byte(type === F32 ? 0x5b : 0x61, SELECT);
}
