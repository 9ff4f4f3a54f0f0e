// Writes the pieces of a WebAssembly binary into one growing buffer.

import type { Constant, SizeLimits } from './module.ts';

const utf8 = new TextEncoder();

export class BinaryWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** What was written so far: a view, overwritten by what is written next. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  byte(...values: readonly number[]): this {
    this.#room(values.length);
    for (const value of values) this.#bytes[this.length++] = value;
    return this;
  }

  all(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  u32(value: number): this {
    this.#room(5);
    let left = value >>> 0;
    for (; left > 0x7f; left >>>= 7) this.#bytes[this.length++] = (left & 0x7f) | 0x80;
    this.#bytes[this.length++] = left;
    return this;
  }

  s32(value: number): this {
    this.#room(5);
    let left = value;
    for (; left > 63 || left < -64; left >>= 7) this.#bytes[this.length++] = (left & 0x7f) | 0x80;
    this.#bytes[this.length++] = left & 0x7f;
    return this;
  }

  s64(value: bigint): this {
    let left = value;
    for (; left > 63n || left < -64n; left >>= 7n) this.byte(Number(left & 0x7fn) | 0x80);
    return this.byte(Number(left & 0x7fn));
  }

  name(text: string): this {
    const bytes = utf8.encode(text);
    return this.u32(bytes.length).all(bytes);
  }

  /** A section or a body: its length, then itself. */
  sized(bytes: Uint8Array): this {
    return this.u32(bytes.length).all(bytes);
  }

  sizeLimits({ min, max }: SizeLimits): this {
    return max === undefined ? this.byte(0).u32(min) : this.byte(1).u32(min).u32(max);
  }

  constant(value: Constant): this {
    this.#constantInstruction(value);
    return this.byte(0x0b);
  }

  #constantInstruction(constant: Constant): void {
    switch (constant.kind) {
      case 'i32':
        this.byte(0x41).s32(constant.value);
        return;
      case 'i64':
        this.byte(0x42).s64(constant.value);
        return;
      case 'f32':
        this.byte(0x43);
        this.#room(4);
        this.#view.setUint32(this.length, constant.bits, true);
        this.length += 4;
        return;
      case 'f64':
        this.byte(0x44);
        this.#room(8);
        this.#view.setBigUint64(this.length, constant.bits, true);
        this.length += 8;
        return;
      case 'global':
        this.byte(0x23).u32(constant.index);
        return;
      case 'null':
        this.byte(0xd0, constant.type);
        return;
      case 'function':
        this.byte(0xd2).u32(constant.index);
    }
  }

  #room(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(2 * (this.length + count));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
