// A compiled circuit as circom writes it (version 1 of the r1cs format): A w * B w = C w for every constraint.

import { assert } from '../../foundation/index.ts';

/** A part of a constraint: wires and their coefficients. */
export interface LinearCombination {
  readonly wires: readonly number[];
  readonly coefficients: readonly bigint[];
}

export interface ConstraintSystem {
  readonly wires: number;
  /** Without the wire that is one; they are the wires from 1 on. */
  readonly publics: number;
  readonly constraints: readonly (readonly [LinearCombination, LinearCombination, LinearCombination])[];
}

const FIELD_BYTES = 32;

/** For files of our own compiler: anything else is a bug. */
export function readConstraintSystem(bytes: Uint8Array): ConstraintSystem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u32 = (at: number): number => view.getUint32(at, true);
  assert(u32(0) === 0x7363_3172, 'a constraint system is one of circom', { magic: u32(0) });
  const sections = new Map<number, number>();
  for (let at = 12, left = u32(8); left > 0; left -= 1) {
    sections.set(u32(at), at + 12);
    at += 12 + Number(view.getBigUint64(at + 4, true));
  }
  const header = sections.get(1)!;
  assert(u32(header) === FIELD_BYTES, 'its field has 32 bytes', { bytes: u32(header) });
  const counts = header + 4 + FIELD_BYTES;
  const count = u32(counts + 24);
  let at = sections.get(2)!;
  const combination = (): LinearCombination => {
    const length = u32(at);
    const wires: number[] = [];
    const coefficients: bigint[] = [];
    at += 4;
    for (let term = 0; term < length; term += 1) {
      wires.push(u32(at));
      coefficients.push(readField(view, at + 4));
      at += 4 + FIELD_BYTES;
    }
    return { wires, coefficients };
  };
  const constraints = Array.from({ length: count }, () => [combination(), combination(), combination()] as const);
  return { wires: u32(counts), publics: u32(counts + 4) + u32(counts + 8), constraints };
}

/** 32 bytes, little-endian. */
export function readField(view: DataView, at: number): bigint {
  let value = 0n;
  for (let word = 3; word >= 0; word -= 1) value = (value << 64n) | view.getBigUint64(at + 8 * word, true);
  return value;
}

export function writeField(view: DataView, at: number, value: bigint): void {
  for (let word = 0; word < 4; word += 1)
    view.setBigUint64(at + 8 * word, BigInt.asUintN(64, value >> BigInt(64 * word)), true);
}
