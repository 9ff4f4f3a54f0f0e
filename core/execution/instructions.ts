// Steps through the instructions of a body. The cursor is reused: a megabyte of code makes no garbage.

import { opcodes, PREFIXED } from './opcodes.ts';
import type { BinaryReader } from './reader.ts';

/** The instruction last read. */
export class Instruction {
  code = 0;
  /** Where it starts; it ends where the reader stands. */
  start = 0;
  /**
   * Its first and second index, or alignment and offset. Of a branch table the default label; of a block its type, as
   * the binary has it: an index, or below zero.
   */
  first = 0;
  second = 0;
  /** A constant that is a NaN. */
  notANumber = false;
}

/** Reads the next instruction into `into`. One that is not accepted is a problem of the reader. */
export function readInstruction(reader: BinaryReader, into: Instruction): void {
  into.start = reader.at;
  const byte = reader.byte();
  into.code = byte === 0xfc ? PREFIXED + Math.min(reader.u32(), 0xff) : byte;
  const opcode = opcodes.get(into.code);
  if (opcode === undefined) {
    reader.refuse(refusal(byte));
    return;
  }
  switch (opcode.immediates) {
    case 'none':
      return;
    case 'index':
      into.first = reader.u32();
      return;
    case 'index2':
      into.first = reader.u32();
      into.second = reader.u32();
      return;
    case 'memory':
      into.first = reader.u32();
      into.second = reader.u32();
      if (into.first > 4) reader.refuse('an alignment is beyond 16 bytes');
      return;
    default:
      readRare(reader, opcode.immediates, into);
  }
}

function readRare(reader: BinaryReader, immediates: string, into: Instruction): void {
  if (immediates === 'i32') reader.s32();
  else if (immediates === 'i64') reader.s64();
  else if (immediates === 'f32') into.notANumber = (reader.bits32() & 0x7fff_ffff) > 0x7f80_0000;
  else if (immediates === 'f64') into.notANumber = (reader.bits64() & (2n ** 63n - 1n)) > 0x7ff0n << 48n;
  else if (immediates === 'block') into.first = reader.s33();
  else if (immediates === 'types') reader.list(() => reader.valueType());
  else if (immediates === 'reference') into.first = reader.referenceType();
  else if (immediates === 'zero' && reader.byte() !== 0) reader.refuse('there is one memory, number 0');
  else if (immediates === 'branch-table') {
    for (let left = reader.u32(); left > 0 && reader.problem === undefined; left -= 1) reader.u32();
    into.first = reader.u32();
  }
}

function refusal(byte: number): string {
  if (byte === 0xfd) return 'SIMD is not accepted';
  if (byte === 0xfe) return 'threads are not accepted';
  if (byte === 0x12 || byte === 0x13) return 'tail calls are not accepted';
  return `instruction 0x${byte.toString(16)} is not accepted`;
}
