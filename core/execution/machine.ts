// What the interpreter works on: the whole state of a running module, in flat arrays. Nothing else decides what comes
// next, so that it can be written down after any instruction and taken up again.

import { type FlatCode, WORDS } from './flat-code.ts';
import type { Constant, SizeLimits } from './module.ts';

export const PAGE = 65_536;

/** Why a module trapped, in the order of their numbers. */
export const TRAPS = [
  'none',
  'unreachable',
  'division by zero',
  'integer overflow',
  'memory out of bounds',
  'table out of bounds',
  'no function there',
  'another type of function',
  'no integer',
] as const;
export const TRAP = {
  none: 0,
  unreachable: 1,
  divisionByZero: 2,
  overflow: 3,
  memory: 4,
  table: 5,
  noFunction: 6,
  type: 7,
  noInteger: 8,
} as const;

/** Words that the stack has at first, and at most: a machine that runs out of them is at fault, not the module. */
const STACK_FIRST = 2 ** 14;
const STACK_MOST = 2 ** 25;
const FRAME_WORDS = 2;

/** A reference is the number of a function, and one more; this is none. */
export const NULL = 0;

export class Machine {
  readonly flat: FlatCode;
  /** Operands and locals, seen as each type: two words a value, the low one first. */
  ints: Int32Array;
  floats: Float32Array;
  doubles: Float64Array;
  longs: BigInt64Array;
  /** As on the stack. */
  readonly globals: Int32Array;
  memory: Uint8Array;
  view: DataView;
  readonly pagesMax: number;
  readonly tables: Int32Array[];
  readonly tablesMax: readonly number[];
  /** By segment: whether it was dropped. */
  readonly droppedData: Uint8Array;
  readonly droppedElements: Uint8Array;
  /** Of callers: where they go on, and where their locals are. */
  frames: Int32Array = new Int32Array(256);
  framesUsed = 0;
  /** The next instruction, the first word of the running function's locals, and the word behind its last operand. */
  pc = 0;
  locals = 0;
  top = 0;
  /** The imported function that is called, and how many steps were left then. */
  callee = -1;
  steps = 0;

  constructor(flat: FlatCode) {
    const { module } = flat;
    this.flat = flat;
    const bytes = new ArrayBuffer(STACK_FIRST * 4);
    this.ints = new Int32Array(bytes);
    this.floats = new Float32Array(bytes);
    this.doubles = new Float64Array(bytes);
    this.longs = new BigInt64Array(bytes);
    this.globals = new Int32Array(module.globals.length * WORDS);
    const { min: pages, max: pagesMax = PAGE }: SizeLimits = module.memories[0] ?? { min: 0, max: 0 };
    this.pagesMax = pagesMax;
    this.memory = new Uint8Array(pages * PAGE);
    this.view = new DataView(this.memory.buffer);
    this.tables = module.tables.map(({ size }) => new Int32Array(size.min));
    this.tablesMax = module.tables.map(({ size }) => size.max ?? 0xffff_ffff);
    this.droppedData = new Uint8Array(module.data.length);
    this.droppedElements = new Uint8Array(module.elements.length);
    module.globals.forEach(({ init }, at) => this.setGlobal(at, this.bitsOf(init)));
  }

  setGlobal(index: number, bits: bigint): void {
    this.globals[index * WORDS] = Number(BigInt.asIntN(32, bits));
    this.globals[index * WORDS + 1] = Number(BigInt.asIntN(32, bits >> 32n));
  }

  /** The 64 bits of a constant as they stand on the stack. */
  bitsOf(constant: Constant): bigint {
    switch (constant.kind) {
      case 'i32':
        return BigInt(constant.value >>> 0);
      case 'i64':
        return constant.value;
      case 'f32':
        return BigInt(constant.bits);
      case 'f64':
        return constant.bits;
      case 'null':
        return BigInt(NULL);
      case 'function':
        return BigInt(constant.index + 1);
      case 'global': {
        const at = constant.index * WORDS;
        return (BigInt(this.globals[at + 1]!) << 32n) | BigInt(this.globals[at]! >>> 0);
      }
    }
  }

  /** A larger memory, or false if there is none to be had. */
  growMemory(pages: number): boolean {
    const bytes = pages * PAGE;
    let { buffer } = this.memory;
    if (buffer.byteLength < bytes) {
      try {
        // Twice as much as before, or growing page by page would copy everything each time.
        buffer = new ArrayBuffer(Math.min(this.pagesMax * PAGE, Math.max(bytes, 2 * this.memory.length)));
      } catch {
        return false;
      }
      new Uint8Array(buffer).set(this.memory);
    }
    this.memory = new Uint8Array(buffer, 0, bytes);
    this.view = new DataView(buffer, 0, bytes);
    return true;
  }

  /** Makes the stack reach this word. Throws if that is more than a machine gives. */
  reach(word: number): void {
    if (word <= this.ints.length) return;
    if (word > STACK_MOST) throw new RangeError('the stack of the interpreter is full');
    const bytes = new ArrayBuffer(Math.min(STACK_MOST, Math.max(word, this.ints.length * 2)) * 4);
    const ints = new Int32Array(bytes);
    ints.set(this.ints);
    this.ints = ints;
    this.floats = new Float32Array(bytes);
    this.doubles = new Float64Array(bytes);
    this.longs = new BigInt64Array(bytes);
  }

  pushFrame(pc: number, locals: number): void {
    if (this.framesUsed === this.frames.length) {
      const frames = new Int32Array(this.frames.length * 2);
      frames.set(this.frames);
      this.frames = frames;
    }
    this.frames[this.framesUsed] = pc;
    this.frames[this.framesUsed + 1] = locals;
    this.framesUsed += FRAME_WORDS;
  }
}
