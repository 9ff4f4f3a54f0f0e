// Reads the pieces of a WebAssembly binary. It never throws: the first thing that is wrong ends the reading, and what
// is read after it is a filler that the caller must not use.

import {
  type Constant,
  EXTERNREF,
  F32,
  F64,
  FUNCREF,
  type GlobalType,
  I32,
  I64,
  type ReferenceType,
  type SizeLimits,
  type TableType,
  type ValueType,
} from './module.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class BinaryReader {
  readonly bytes: Uint8Array;
  /** The next byte to read. */
  at: number;
  /** Nothing is read from here on. */
  end: number;
  /** What is wrong, if something is. */
  problem: string | undefined = undefined;
  readonly #view: DataView;

  /** How many items lists may still have, in all readers that share it. */
  readonly #budget: { items: number };

  constructor(
    bytes: Uint8Array,
    start = 0,
    end: number = bytes.length,
    budget: { items: number } = { items: Number.POSITIVE_INFINITY },
  ) {
    this.#budget = budget;
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get more(): boolean {
    return this.at < this.end;
  }

  refuse(problem: string): void {
    this.problem ??= `${problem}, at byte ${this.at}`;
    this.at = this.end;
  }

  byte(): number {
    return this.#has(1) ? this.bytes[this.at++]! : 0;
  }

  skip(count: number): void {
    if (this.#has(count)) this.at += count;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    this.refuse('a number is longer than 32 bits');
    return 0;
  }

  s32(): number {
    return this.#short() ?? Number(this.#signed(32));
  }

  s33(): number {
    return this.#short() ?? Number(this.#signed(33));
  }

  s64(): bigint {
    return this.#signed(64);
  }

  bits32(): number {
    if (!this.#has(4)) return 0;
    this.at += 4;
    return this.#view.getUint32(this.at - 4, true);
  }

  bits64(): bigint {
    if (!this.#has(8)) return 0n;
    this.at += 8;
    return this.#view.getBigUint64(this.at - 8, true);
  }

  name(): string {
    const length = this.u32();
    if (!this.#has(length)) return '';
    this.at += length;
    try {
      return utf8.decode(this.bytes.subarray(this.at - length, this.at));
    } catch {
      this.refuse('a name is not UTF-8');
      return '';
    }
  }

  /** A vector: as many items as it says, or fewer if something is wrong. Every item takes a byte at least. */
  list<T>(item: () => T): T[] {
    const count = this.u32();
    const items: T[] = [];
    this.#budget.items -= count;
    if (count > this.end - this.at) this.refuse('a list is longer than the module');
    else if (this.#budget.items < 0) this.refuse('the module lists too many things');
    for (let n = 0; n < count && this.problem === undefined; n += 1) items.push(item());
    return items;
  }

  valueType(): ValueType {
    const type = this.byte();
    if (type === I32 || type === I64 || type === F32 || type === F64) return type;
    if (type === FUNCREF || type === EXTERNREF) return type;
    this.refuse(type === 0x7b ? 'SIMD is not accepted' : `0x${type.toString(16)} is no accepted type of a value`);
    return I32;
  }

  referenceType(): ReferenceType {
    const type = this.byte();
    if (type === FUNCREF || type === EXTERNREF) return type;
    this.refuse(`0x${type.toString(16)} is no accepted type of a reference`);
    return FUNCREF;
  }

  sizeLimits(): SizeLimits {
    const flags = this.byte();
    if ((flags & 2) !== 0) this.refuse('shared memory is not accepted');
    else if ((flags & 4) !== 0) this.refuse('64-bit memory is not accepted');
    else if (flags > 1) this.refuse('these flags of a memory or table are not accepted');
    const min = this.u32();
    return flags === 1 ? { min, max: this.u32() } : { min };
  }

  tableType(): TableType {
    const element = this.referenceType();
    return { element, size: this.sizeLimits() };
  }

  globalType(): GlobalType {
    const type = this.valueType();
    const flag = this.byte();
    if (flag > 1) this.refuse('a global is constant (0) or mutable (1)');
    return { type, mutable: flag === 1 };
  }

  /** One constant instruction and its `end`. */
  constant(): Constant {
    const constant = this.#constantInstruction();
    if (this.byte() !== 0x0b) this.refuse('an initial value is one constant instruction');
    return constant;
  }

  #constantInstruction(): Constant {
    const opcode = this.byte();
    if (opcode === 0x41) return { kind: 'i32', value: this.s32() };
    if (opcode === 0x42) return { kind: 'i64', value: this.s64() };
    if (opcode === 0x43) return { kind: 'f32', bits: this.bits32() };
    if (opcode === 0x44) return { kind: 'f64', bits: this.bits64() };
    if (opcode === 0x23) return { kind: 'global', index: this.u32() };
    if (opcode === 0xd0) return { kind: 'null', type: this.referenceType() };
    if (opcode === 0xd2) return { kind: 'function', index: this.u32() };
    this.refuse(`0x${opcode.toString(16)} is no accepted constant instruction`);
    return { kind: 'i32', value: 0 };
  }

  /** A number of one byte, as almost all are. */
  #short(): number | undefined {
    const byte = this.at < this.end ? this.bytes[this.at]! : 0x80;
    if (byte >= 0x80) return undefined;
    this.at += 1;
    return (byte << 25) >> 25;
  }

  #signed(bits: number): bigint {
    let value = 0n;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte >= 0x80) continue;
      const signed = BigInt.asIntN(Math.min(shift + 7, 70), value);
      if (BigInt.asIntN(bits, signed) === signed) return signed;
      break;
    }
    this.refuse(`a number is longer than ${bits} bits`);
    return 0n;
  }

  #has(count: number): boolean {
    if (this.end - this.at >= count) return true;
    this.refuse('the module is cut short');
    return false;
  }
}
