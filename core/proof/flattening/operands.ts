// Where locals and operands of one function are. Each has a home, a register as long as there are some, else a word of
// the function's frame; operands that are constants or copies of locals stay so until they must be somewhere.

import {
  type Assembler,
  FIRST_SLOT,
  FRAME,
  fitsImmediate,
  immediate,
  inRegister,
  isTemporary,
  type Second,
  SLOTS,
  T6,
  T7,
  T8,
  ZERO,
} from './assembler.ts';

/** Whether a value is an i64, of two words. */
export type Wide = boolean;

/** What is known of a value without running: no bits beyond `max`, and that many zeros at its low end. */
export interface Known {
  readonly max: number;
  readonly zeros: number;
}
export const NOTHING: Known = { max: 0xffff_ffff, zeros: 0 };

export interface Operand extends Known {
  readonly wide: Wide;
  readonly at: 'home' | 'constant' | 'local';
  /** The words of a constant, or the number of a local. */
  readonly low: number;
  readonly high: number;
}

export interface Layout {
  readonly locals: readonly Wide[];
  readonly localWords: number;
  /** By operand: its first word. */
  readonly operands: readonly number[];
  readonly operandWords: number;
}

/** Registers that operands get at least, if they need them. */
const FOR_OPERANDS = 8;

export class Operands {
  readonly to: Assembler;
  readonly layout: Layout;
  readonly #localWord: readonly number[];
  readonly #localRegisters: number;
  readonly #known: Known[];
  stack: Operand[] = [];
  /** Operands that were ever wide. */
  readonly wide: Wide[] = [];

  constructor(to: Assembler, layout: Layout) {
    this.to = to;
    this.layout = layout;
    let words = 0;
    this.#localWord = layout.locals.map((wide) => (words += wide ? 2 : 1) - (wide ? 2 : 1));
    this.#localRegisters = Math.min(layout.localWords, SLOTS - Math.min(layout.operandWords, FOR_OPERANDS));
    this.#known = layout.locals.map(() => NOTHING);
  }

  /** The word of the frame behind all homes. */
  get linkOffset(): number {
    return 4 * (this.layout.localWords + this.layout.operandWords);
  }

  get frameBytes(): number {
    return this.linkOffset + 4;
  }

  get localRegisters(): number {
    return this.#localRegisters;
  }

  /** A register, or below zero an offset in the frame. */
  localHome(local: number, half: number): number {
    const word = this.#localWord[local]! + half;
    return word < this.#localRegisters ? FIRST_SLOT + word : ~(4 * word);
  }

  operandHome(at: number, half: number): number {
    const word = (this.layout.operands[at] ?? 2 * at) + half;
    const register = FIRST_SLOT + this.#localRegisters + word;
    return register < FIRST_SLOT + SLOTS ? register : ~(4 * (this.layout.localWords + word));
  }

  push(operand: Operand): void {
    this.#note(this.stack.length, operand.wide);
    this.stack.push(operand);
  }

  pop(): Operand {
    return this.stack.pop()!;
  }

  pushConstant(wide: Wide, low: number, high: number): void {
    const unsigned = low >>> 0;
    const zeros = low === 0 ? 32 : 31 - Math.clz32(low & -low);
    this.push({ wide, at: 'constant', low, high, max: unsigned, zeros });
  }

  pushLocal(local: number): void {
    this.push({ wide: this.layout.locals[local]!, at: 'local', low: local, high: 0, ...this.#known[local]! });
  }

  /** The operands that a branch finds there: all at home, and nothing known of them. */
  reset(types: readonly Wide[]): void {
    this.stack = [];
    for (const wide of types) this.push({ wide, at: 'home', low: 0, high: 0, ...NOTHING });
    this.#known.fill(NOTHING);
  }

  /** A register with one word of an operand that has been popped from, or stands at, `index`. */
  read(operand: Operand, index: number, half: number, scratch: number): number {
    if (operand.at === 'constant') {
      const value = half === 0 ? operand.low : operand.high;
      if (value === 0) return ZERO;
      this.to.constant(scratch, value);
      return scratch;
    }
    const home = operand.at === 'local' ? this.localHome(operand.low, half) : this.operandHome(index, half);
    return this.#fetched(home, scratch);
  }

  #fetched(home: number, scratch: number): number {
    if (home >= 0) return home;
    this.to.load(scratch, FRAME, ~home);
    return scratch;
  }

  second(operand: Operand, index: number, half: number, scratch: number): Second {
    const value = half === 0 ? operand.low : operand.high;
    if (operand.at === 'constant' && fitsImmediate(value | 0)) return immediate(value);
    return inRegister(this.read(operand, index, half, scratch));
  }

  /** Makes an operand: `write` puts its words into these registers. */
  define(wide: Wide, known: Known, write: (low: number, high: number) => void): void {
    const at = this.stack.length;
    const homes = [this.operandHome(at, 0), wide ? this.operandHome(at, 1) : ZERO] as const;
    const [low, high] = [homes[0] >= 0 ? homes[0] : T6, homes[1] >= 0 ? homes[1] : T7];
    write(low, high);
    if (homes[0] < 0) this.to.store(low, FRAME, ~homes[0]);
    if (homes[1] < 0) this.to.store(high, FRAME, ~homes[1]);
    this.push({ wide, at: 'home', low: 0, high: 0, ...known });
  }

  /** The same from words in temporary registers. */
  defineFrom(wide: Wide, known: Known, from: number, fromHigh: number): void {
    this.define(wide, known, (low, high) => {
      // The home of the low word may be what the high one is made from.
      if (wide && fromHigh === low) this.to.move(high, fromHigh, false);
      this.to.move(low, from, !wide && isTemporary(from));
      if (wide && fromHigh !== low) this.to.move(high, fromHigh, false);
    });
  }

  setLocal(local: number): void {
    const operand = this.pop();
    const index = this.stack.length;
    for (const [at, other] of this.stack.entries())
      if (other.at === 'local' && other.low === local) this.#bringHome(at);
    for (const half of operand.wide ? [0, 1] : [0]) {
      const home = this.localHome(local, half);
      const value = half === 0 ? operand.low : operand.high;
      if (home >= 0 && operand.at === 'constant') this.to.constant(home, value);
      else this.#put(home, this.read(operand, index, half, T8), operand.at === 'home');
    }
    this.#known[local] = { max: operand.max, zeros: operand.zeros };
  }

  #put(home: number, register: number, dying: boolean): void {
    if (home >= 0) this.to.move(home, register, dying);
    else this.to.store(register, FRAME, ~home);
  }

  bringAllHome(): void {
    for (const at of this.stack.keys()) this.#bringHome(at);
  }

  #bringHome(at: number): void {
    const operand = this.stack[at]!;
    if (operand.at === 'home') return;
    for (const half of operand.wide ? [0, 1] : [0]) {
      const home = this.operandHome(at, half);
      const value = half === 0 ? operand.low : operand.high;
      if (home >= 0 && operand.at === 'constant') this.to.constant(home, value);
      else this.#put(home, this.read(operand, at, half, T8), false);
    }
    this.stack[at] = { ...operand, at: 'home' };
  }

  /** Copies operands, all at home, from `from` on down to `to`. */
  moveDown(from: number, count: number, to: number): void {
    if (from === to) return;
    for (let at = 0; at < count; at += 1) {
      const { wide } = this.stack[from + at]!;
      this.#note(to + at, wide);
      for (const half of wide ? [0, 1] : [0])
        this.#put(this.operandHome(to + at, half), this.#fetched(this.operandHome(from + at, half), T8), false);
    }
  }

  /** Homes of all locals, and of the operands below `count`, that are registers, with their words of the frame. */
  inRegisters(count: number): { readonly register: number; readonly offset: number }[] {
    const all: { register: number; offset: number }[] = [];
    for (let word = 0; word < this.#localRegisters; word += 1)
      all.push({ register: FIRST_SLOT + word, offset: 4 * word });
    for (let at = 0; at < count; at += 1)
      for (const half of this.stack[at]!.wide ? [0, 1] : [0]) {
        const register = this.operandHome(at, half);
        const word = (this.layout.operands[at] ?? 2 * at) + half;
        if (register >= 0) all.push({ register, offset: 4 * (this.layout.localWords + word) });
      }
    return all;
  }

  #note(at: number, wide: Wide): void {
    this.wide[at] = (this.wide[at] ?? false) || wide;
  }
}
