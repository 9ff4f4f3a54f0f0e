// What takes more than a few instructions, once for each program: memory that is narrow or not aligned, shifts and
// divisions of 64 bits, counting of bits. Operands and results are in temporary registers, as said at each.
/* eslint max-lines: 'off' -- one routine after another, and a table of them would only be longer */

import { OP } from '../machine/instruction-set.ts';
import { type Assembler, GLOBALS, immediate, inRegister, LINK, type Second, temporary, ZERO } from './assembler.ts';
import { END } from './ends.ts';

export type Routine =
  | 'load8'
  | 'load16'
  | 'load32'
  | 'load64'
  | 'store8'
  | 'store16'
  | 'store32'
  | 'store64'
  | 'shl64'
  | 'shrU64'
  | 'shrS64'
  | 'rotl64'
  | 'divS32'
  | 'remS32'
  | 'divU64'
  | 'remU64'
  | 'divS64'
  | 'remS64'
  | 'clz'
  | 'ctz'
  | 'popcnt';

const [T0, T1, T2, T3, T4, T5, T6, T7, T8] = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(temporary) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

export class Routines {
  readonly #to: Assembler;
  readonly #ends: readonly number[];
  readonly #labels = new Map<string, number>();
  readonly #done = new Set<string>();

  /** `ends`: the label of each end. */
  constructor(to: Assembler, ends: readonly number[]) {
    this.#to = to;
    this.#ends = ends;
  }

  call(name: Routine): void {
    const back = this.#to.label();
    this.#to.address(LINK, back);
    this.#to.jump(this.#labelOf(name));
    this.#to.place(back);
  }

  /** Those that were called, and those that they call. */
  write(): void {
    for (let some = true; some; ) {
      some = false;
      for (const [name, label] of this.#labels) {
        if (this.#done.has(name)) continue;
        this.#done.add(name);
        some = true;
        this.#to.place(label);
        this.#body(name);
      }
    }
  }

  #labelOf(name: string): number {
    let label = this.#labels.get(name);
    if (label === undefined) this.#labels.set(name, (label = this.#to.label()));
    return label;
  }

  #body(name: string): void {
    const width = Number(name.replace(/^\D+/, '')) / 8;
    if (name === 'load' || name === 'store') this.#bare(name);
    else if (name.startsWith('load')) this.#load(width);
    else if (name.startsWith('store')) this.#store(width);
    else if (name === 'clz' || name === 'ctz') this.#count(name === 'clz');
    else if (name === 'popcnt') this.#ones();
    else if (name === 'rotl64') this.#rotate();
    else if (name.startsWith('sh')) this.#shift(name);
    else if (width === 4) this.#divide32(name === 'divS32');
    else if (name === 'divide') this.#divide64();
    else this.#divideAs(name);
  }

  #op(op: number, rd: number, rs1: number, second: number | Second): void {
    this.#to.emit(op, rd, rs1, typeof second === 'number' ? inRegister(second) : second);
  }

  #return(): void {
    this.#to.jumpTo(LINK);
  }

  /** T0: an address in bytes, of which `width` must be in memory. */
  #bounds(width: number): void {
    const trap = this.#ends[END.memory]!;
    this.#op(OP.ltU, T3, T0, GLOBALS);
    this.#to.branch(T3, false, trap);
    if (width === 1) return;
    this.#op(OP.add, T3, T0, immediate(width - 1));
    this.#op(OP.ltU, T3, T3, GLOBALS);
    this.#to.branch(T3, false, trap);
  }

  /** T0: address. Leaves the value in T1 and, of 64 bits, T2; bits beyond a narrow one are anything. */
  #load(width: number): void {
    this.#bounds(width);
    if (width < 8) {
      this.#to.jump(this.#labelOf('load'));
      return;
    }
    const end = this.#to.label();
    this.#split();
    this.#to.load(T1, T0, 0);
    this.#to.load(T2, T0, 4);
    this.#to.branch(T3, false, end);
    this.#to.load(T4, T0, 8);
    this.#op(OP.sub, T5, ZERO, T3);
    this.#op(OP.shrU, T1, T1, T3);
    this.#op(OP.shl, T6, T2, T5);
    this.#op(OP.or, T1, T1, T6);
    this.#op(OP.shrU, T2, T2, T3);
    this.#op(OP.shl, T4, T4, T5);
    this.#op(OP.or, T2, T2, T4);
    this.#to.place(end);
    this.#return();
  }

  /** T0 becomes the address of a word, and T3 how many bits behind it the value begins. */
  #split(): void {
    this.#op(OP.and, T3, T0, immediate(3));
    this.#op(OP.sub, T0, T0, T3);
    this.#op(OP.shl, T3, T3, immediate(3));
  }

  #bare(name: 'load' | 'store'): void {
    const end = this.#to.label();
    this.#split();
    if (name === 'load') {
      this.#to.load(T1, T0, 0);
      this.#to.branch(T3, false, end);
      this.#to.load(T2, T0, 4);
      this.#op(OP.shrU, T1, T1, T3);
      this.#op(OP.sub, T3, ZERO, T3);
      this.#op(OP.shl, T2, T2, T3);
      this.#op(OP.or, T1, T1, T2);
    } else {
      this.#op(OP.shl, T5, T1, T3);
      this.#op(OP.shl, T6, T2, T3);
      this.#merge(0);
      this.#to.branch(T3, false, end);
      this.#op(OP.sub, T3, ZERO, T3);
      this.#op(OP.shrU, T6, T2, T3);
      this.#to.branch(T6, false, end);
      this.#op(OP.shrU, T5, T1, T3);
      this.#merge(4);
    }
    this.#to.place(end);
    this.#return();
  }

  /** Puts the bits of T5 that T6 names into the word at T0. */
  #merge(offset: number): void {
    this.#to.load(T4, T0, offset);
    this.#op(OP.xor, T5, T5, T4);
    this.#op(OP.and, T5, T5, T6);
    this.#op(OP.xor, T4, T4, T5);
    this.#to.store(T4, T0, offset);
  }

  /** T0: address; T1 and, of 64 bits, T2: the value. */
  #store(width: number): void {
    this.#bounds(width);
    if (width < 8) {
      this.#to.constant(T2, width === 4 ? -1 : (1 << (8 * width)) - 1);
      this.#to.jump(this.#labelOf('store'));
      return;
    }
    const [first, second] = [this.#to.label(), this.#to.label()];
    this.#op(OP.mov, T7, ZERO, T2);
    this.#op(OP.mov, T8, ZERO, LINK);
    this.#to.constant(T2, -1);
    this.#to.address(LINK, first);
    this.#to.jump(this.#labelOf('store'));
    this.#to.place(first);
    // T3 is now how many bits before the next word the value ended, as a number below zero.
    this.#op(OP.shrS, T3, T3, immediate(3));
    this.#op(OP.sub, T0, T0, T3);
    this.#op(OP.add, T0, T0, immediate(4));
    this.#op(OP.mov, T1, ZERO, T7);
    this.#to.address(LINK, second);
    this.#to.jump(this.#labelOf('store'));
    this.#to.place(second);
    this.#to.jumpTo(T8);
  }

  /** T0, T1: low and high word; T2: by how much. In place. */
  #shift(name: string): void {
    const to = this.#to;
    const [near, end] = [to.label(), to.label()];
    const left = name === 'shl64';
    const [first, other] = left ? [T1, T0] : [T0, T1];
    const [op, back] = left ? [OP.shl, OP.shrU] : [name === 'shrS64' ? OP.shrS : OP.shrU, OP.shl];
    this.#op(OP.and, T2, T2, immediate(63));
    this.#op(OP.ltU, T3, T2, immediate(32));
    to.branch(T3, true, near);
    this.#op(op, first, other, T2);
    if (name === 'shrS64') this.#op(OP.shrS, other, other, immediate(31));
    else to.constant(other, 0);
    this.#return();
    to.place(near);
    to.branch(T2, false, end);
    this.#op(OP.sub, T3, ZERO, T2);
    this.#op(back, T4, other, T3);
    this.#op(left ? OP.shl : OP.shrU, first, first, T2);
    this.#op(OP.or, first, first, T4);
    this.#op(op, other, other, T2);
    to.place(end);
    this.#return();
  }

  /** To the left. */
  #rotate(): void {
    const to = this.#to;
    const [near, end] = [to.label(), to.label()];
    this.#op(OP.and, T3, T2, immediate(32));
    to.branch(T3, false, near);
    this.#op(OP.mov, T3, ZERO, T0);
    this.#op(OP.mov, T0, ZERO, T1);
    this.#op(OP.mov, T1, ZERO, T3);
    to.place(near);
    this.#op(OP.and, T2, T2, immediate(31));
    to.branch(T2, false, end);
    this.#op(OP.sub, T3, ZERO, T2);
    this.#op(OP.shrU, T4, T1, T3);
    this.#op(OP.shrU, T5, T0, T3);
    this.#op(OP.shl, T0, T0, T2);
    this.#op(OP.or, T0, T0, T4);
    this.#op(OP.shl, T1, T1, T2);
    this.#op(OP.or, T1, T1, T5);
    to.place(end);
    this.#return();
  }

  /** T0 / T1, to T0. */
  #divide32(quotient: boolean): void {
    const to = this.#to;
    to.branch(T1, false, this.#ends[END.divisionByZero]!);
    const end = to.label();
    this.#magnitude(T0, T2);
    this.#magnitude(T1, T3);
    this.#op(quotient ? OP.divU : OP.remU, T0, T0, T1);
    if (quotient) this.#op(OP.xor, T2, T2, T3);
    this.#op(OP.xor, T0, T0, T2);
    this.#op(OP.sub, T0, T0, T2);
    if (quotient) {
      to.branch(T2, true, end);
      this.#op(OP.ltS, T1, T0, immediate(0));
      to.branch(T1, true, this.#ends[END.overflow]!);
    }
    to.place(end);
    this.#return();
  }

  /** A word without its sign, which goes to `sign` as 0 or -1. */
  #magnitude(word: number, sign: number): void {
    this.#op(OP.shrS, sign, word, immediate(31));
    this.#op(OP.xor, word, word, sign);
    this.#op(OP.sub, word, word, sign);
  }

  /** T0, T1 by T2, T3, to T0, T1: guards and signs around the division without sign. */
  #divideAs(name: string): void {
    const to = this.#to;
    const signed = name.includes('S');
    const quotient = name.startsWith('div');
    this.#op(OP.or, T4, T2, T3);
    to.branch(T4, false, this.#ends[END.divisionByZero]!);
    if (!signed && quotient) {
      to.jump(this.#labelOf('divide'));
      return;
    }
    to.store(LINK, GLOBALS, 0);
    if (signed) {
      this.#op(OP.shrS, T4, T1, immediate(31));
      this.#op(OP.shrS, T5, T3, immediate(31));
      this.#negateIf(T0, T1, T4);
      this.#negateIf(T2, T3, T5);
      if (quotient) this.#op(OP.xor, T4, T4, T5);
      to.store(T4, GLOBALS, 4);
    }
    const back = to.label();
    to.address(LINK, back);
    to.jump(this.#labelOf('divide'));
    to.place(back);
    if (!quotient) this.#op(OP.mov, T0, ZERO, T4);
    if (!quotient) this.#op(OP.mov, T1, ZERO, T5);
    to.load(LINK, GLOBALS, 0);
    if (signed) {
      to.load(T4, GLOBALS, 4);
      this.#negateIf(T0, T1, T4);
    }
    if (signed && quotient) {
      const end = to.label();
      to.branch(T4, true, end);
      this.#op(OP.ltS, T5, T1, immediate(0));
      to.branch(T5, true, this.#ends[END.overflow]!);
      to.place(end);
    }
    this.#return();
  }

  /** If `sign` is -1 rather than 0. Uses T6. */
  #negateIf(low: number, high: number, sign: number): void {
    this.#op(OP.xor, low, low, sign);
    this.#op(OP.xor, high, high, sign);
    this.#op(OP.sub, low, low, sign);
    this.#op(OP.eq, T6, low, immediate(0));
    this.#op(OP.and, T6, T6, sign);
    this.#op(OP.add, high, high, T6);
  }

  /** T0, T1 by T2, T3: quotient to T0, T1 and the rest to T4, T5, bit by bit unless both are short. */
  #divide64(): void {
    const to = this.#to;
    const [long, turn, subtract, skip] = [to.label(), to.label(), to.label(), to.label()];
    this.#op(OP.or, T4, T1, T3);
    to.branch(T4, true, long);
    this.#op(OP.remU, T4, T0, T2);
    this.#op(OP.divU, T0, T0, T2);
    to.constant(T5, 0);
    this.#return();
    to.place(long);
    to.constant(T4, 0);
    to.constant(T5, 0);
    to.constant(T6, 64);
    to.place(turn);
    this.#op(OP.shrU, T8, T5, immediate(31));
    for (const [word, below] of [
      [T5, T4],
      [T4, T1],
      [T1, T0],
    ] as const) {
      this.#op(OP.shl, word, word, immediate(1));
      this.#op(OP.shrU, T7, below, immediate(31));
      this.#op(OP.or, word, word, T7);
    }
    this.#op(OP.shl, T0, T0, immediate(1));
    to.branch(T8, true, subtract);
    this.#op(OP.ltU, T7, T5, T3);
    to.branch(T7, true, skip);
    this.#op(OP.ne, T7, T5, T3);
    to.branch(T7, true, subtract);
    this.#op(OP.ltU, T7, T4, T2);
    to.branch(T7, true, skip);
    to.place(subtract);
    this.#op(OP.ltU, T7, T4, T2);
    this.#op(OP.sub, T4, T4, T2);
    this.#op(OP.sub, T5, T5, T3);
    this.#op(OP.sub, T5, T5, T7);
    this.#op(OP.or, T0, T0, immediate(1));
    to.place(skip);
    this.#op(OP.sub, T6, T6, immediate(1));
    to.branch(T6, true, turn);
    this.#return();
  }

  /** Zeros at one end of T0, to T1. */
  #count(leading: boolean): void {
    const to = this.#to;
    const some = to.label();
    to.constant(T1, 32);
    to.branch(T0, true, some);
    this.#return();
    to.place(some);
    to.constant(T1, 0);
    for (const bits of [16, 8, 4, 2, 1]) {
      const skip = to.label();
      this.#op(leading ? OP.shrU : OP.shl, T2, T0, immediate(32 - bits));
      to.branch(T2, true, skip);
      this.#op(OP.add, T1, T1, immediate(bits));
      this.#op(leading ? OP.shl : OP.shrU, T0, T0, immediate(bits));
      to.place(skip);
    }
    this.#return();
  }

  /** Ones of T0, to T1. */
  #ones(): void {
    const to = this.#to;
    const [turn, end] = [to.label(), to.label()];
    to.constant(T1, 0);
    to.place(turn);
    to.branch(T0, false, end);
    this.#op(OP.sub, T2, T0, immediate(1));
    this.#op(OP.and, T0, T0, T2);
    this.#op(OP.add, T1, T1, immediate(1));
    to.jump(turn);
    to.place(end);
    this.#return();
  }
}
