// Instructions one after another, with labels in place of places not known yet, and the two joins of instructions that
// save most steps.

import { GAS_BITS, type Instruction, OP } from '../machine/instruction-set.ts';

/** Registers with one use in every flattened program. */
export const ZERO = 0;
/** The first byte behind the module's memory, and so its size. */
export const GLOBALS = 1;
export const FRAME = 2;
/** Where a function returns to. */
export const RETURN = 3;
/** Ten that hold nothing from one instruction of the module to the next; the last is where a routine returns to. */
const TEMPORARY = 4;
export const LINK = 13;
const GAS_MAX = (1 << GAS_BITS) - 1;
/** Eighteen for locals and operands; arguments and results begin here. */
export const FIRST_SLOT = 14;
export const SLOTS = 18;

export const isTemporary = (register: number): boolean => register >= TEMPORARY && register < LINK;
export const temporary = (at: number): number => TEMPORARY + at;
export const T0: number = temporary(0);
export const T1: number = temporary(1);
export const T2: number = temporary(2);
export const T3: number = temporary(3);
export const T4: number = temporary(4);
export const T5: number = temporary(5);
export const T6: number = temporary(6);
export const T7: number = temporary(7);
export const T8: number = temporary(8);

/** The second operand of an instruction. */
export interface Second {
  readonly imm: number;
  readonly x: number;
}
export const inRegister = (register: number): Second => ({ imm: 0, x: register });
export const immediate = (value: number): Second => ({ imm: 1, x: value & 0xffff });
export const fitsImmediate = (value: number): boolean => value >= -0x8000 && value < 0x8000;

export class Assembler {
  readonly instructions: Instruction[] = [];
  readonly #labels: number[] = [];
  readonly #waiting: { readonly at: number; readonly label: number }[] = [];
  /** Instructions before it may be jumped behind, and stay as they are. */
  #barrier = 0;
  /** Gas that no instruction carries yet. */
  #owed = 0;

  label(): number {
    return this.#labels.push(-1) - 1;
  }

  place(label: number): void {
    if (this.#owed > 0) this.#onward();
    this.#labels[label] = this.instructions.length;
    this.#barrier = this.instructions.length;
  }

  placeOf(label: number): number {
    return this.#labels[label]!;
  }

  emit(op: number, rd: number, rs1: number, { imm, x }: Second): void {
    this.#push(op, imm, rs1, rd, x);
  }

  load(rd: number, base: number, offset: number): void {
    this.#push(OP.load, 0, base, rd, offset);
  }

  store(value: number, base: number, offset: number): void {
    this.#push(OP.store, 0, base, value, offset);
  }

  jump(label: number): void {
    this.#await(label, this.#push(OP.jmp, 1, ZERO, ZERO, 0));
  }

  /** To the label if the register is not zero, or if it is. */
  branch(register: number, unlessZero: boolean, label: number): void {
    this.#await(label, this.#push(unlessZero ? OP.bnz : OP.bz, 1, register, ZERO, 0));
  }

  jumpTo(register: number): void {
    this.#push(OP.jr, 1, register, ZERO, 0);
  }

  /** The place of a label as a value. */
  address(rd: number, label: number): void {
    this.#await(label, this.#push(OP.mov, 1, ZERO, rd, 0));
  }

  /** The next instruction costs this much more. */
  charge(gas: number): void {
    this.#owed += gas;
  }

  constant(rd: number, value: number): void {
    const signed = value | 0;
    if (fitsImmediate(signed)) {
      this.emit(OP.mov, rd, ZERO, immediate(signed));
      return;
    }
    const low = (signed << 16) >> 16;
    this.emit(OP.lui, rd, ZERO, { imm: 1, x: ((signed - low) >>> 16) & 0xffff });
    if (low !== 0) this.emit(OP.add, rd, rd, immediate(low));
  }

  /** `dying`: nobody reads the source again, so that what has just made it may make the target instead. */
  move(rd: number, from: number, dying: boolean): void {
    if (rd === from) return;
    const last = this.#last();
    if (dying && last !== undefined && last.rd === from && last.op >= OP.add && makes(last.op)) last.rd = rd;
    else this.emit(OP.mov, rd, ZERO, inRegister(from));
  }

  /** If the last instruction asked whether a register is zero, takes it back and names that register. */
  takeZeroTest(register: number): number | undefined {
    const last = this.#last();
    if (last?.op !== OP.eq || last.rd !== register || last.imm !== 1 || last.x !== 0) return undefined;
    this.instructions.pop();
    this.#owed += last.gas;
    return last.rs1;
  }

  resolve(): void {
    for (const { at, label } of this.#waiting) this.instructions[at]!.x = this.#labels[label]!;
  }

  #push(op: number, imm: number, rs1: number, rd: number, x: number): number {
    while (this.#owed > GAS_MAX) this.#onward();
    this.instructions.push({ op, imm, rs1, rd, x, gas: this.#owed });
    this.#owed = 0;
    return this.instructions.length - 1;
  }

  /** A jump to the next instruction, which does nothing but cost. */
  #onward(): void {
    const gas = Math.min(this.#owed, GAS_MAX);
    this.#owed -= gas;
    this.instructions.push({ op: OP.jmp, imm: 1, rs1: ZERO, rd: ZERO, x: this.instructions.length + 1, gas });
  }

  #await(label: number, at: number): void {
    this.#waiting.push({ at, label });
  }

  #last(): Instruction | undefined {
    return this.instructions.length > this.#barrier ? this.instructions.at(-1) : undefined;
  }
}

const makes = (op: number): boolean => op <= OP.load || (op >= OP.divU && op !== OP.jr);
