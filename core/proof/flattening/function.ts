// One function: from the flattened code of core/execution, whose branches are resolved, to instructions of the register
// machine. Code that nothing reaches is left out.

import { FLAT, type FlatFunction, lengthOf, opcodes, WORDS } from '../../execution/index.ts';
import { assert } from '../../foundation/index.ts';
import { OP } from '../machine/instruction-set.ts';
import { FIRST_SLOT, FRAME, inRegister, RETURN, T0, T1, T2, ZERO } from './assembler.ts';
import { call, callIndirect, returnFrom } from './calls.ts';
import { END } from './ends.ts';
import type { Program } from './layout.ts';
import { MemoryAccess } from './memory.ts';
import { type Layout, Operands, type Wide } from './operands.ts';
import { emitOperator, type Tools } from './operators.ts';
import { grow, moveGlobal, select } from './values.ts';

export interface Written {
  /** Operands that were wide, for a second, tighter writing. */
  readonly wide: readonly Wide[];
  readonly frameBytes: number;
  /** Behind what makes locals zero: where a run may begin whose registers all are; absent if that is not all. */
  readonly fresh: number | undefined;
}

export class FunctionWriter {
  readonly #program: Program;
  readonly #code: Int32Array;
  readonly #function: FlatFunction;
  readonly #operands: Operands;
  readonly #tools: Tools;
  readonly #memory: MemoryAccess;
  /** By place in the flat code: the label, and the operands there once a branch is known. */
  readonly #targets = new Map<number, { readonly label: number; types: readonly Wide[] | undefined }>();
  #calls = false;
  #live = true;

  constructor(program: Program, at: number, layout: Layout) {
    const { flat, to, routines, ends, memoryBytes } = program;
    this.#program = program;
    this.#code = flat.code;
    this.#function = flat.functions[at]!;
    this.#operands = new Operands(to, layout);
    this.#tools = { operands: this.#operands, routines, ends };
    this.#memory = new MemoryAccess(this.#tools, memoryBytes);
  }

  write(label: number, end: number): Written {
    const { to } = this.#program;
    const { entry } = this.#function;
    for (let pc = entry; pc < end; pc += lengthOf(this.#code, pc)) this.#foresee(pc);
    to.place(label);
    const fresh = this.#enter();
    for (let pc = entry; pc < end; pc += lengthOf(this.#code, pc)) {
      const target = this.#targets.get(pc);
      if (target !== undefined) this.#arrive(target);
      if (this.#live) this.#instruction(pc);
    }
    this.#memory.write();
    return { wide: this.#operands.wide, frameBytes: this.#operands.frameBytes, fresh };
  }

  #foresee(pc: number): void {
    const code = this.#code;
    const op = code[pc]!;
    const aim = (target: number): void => {
      if (!this.#targets.has(target)) this.#targets.set(target, { label: this.#program.to.label(), types: undefined });
    };
    if ([FLAT.ifZero, FLAT.goto, FLAT.ifNonZero, FLAT.branch, FLAT.branchIf].some((each) => each === op))
      aim(code[pc + 1]!);
    else if (op === FLAT.branchTable) for (let at = 0; at <= code[pc + 1]!; at += 1) aim(code[pc + 2 + 3 * at]!);
    else if (op === FLAT.call || op === FLAT.callIndirect) this.#calls = true;
  }

  #arrive(target: { readonly label: number; types: readonly Wide[] | undefined }): void {
    if (this.#live) {
      this.#operands.bringAllHome();
      target.types ??= this.#types(this.#operands.stack.length);
    }
    if (target.types === undefined) return;
    this.#program.to.place(target.label);
    this.#operands.reset(target.types);
    this.#live = true;
  }

  #types(count: number): readonly Wide[] {
    return this.#operands.stack.slice(0, count).map(({ wide }) => wide);
  }

  /** Keeps where to return to, and makes the locals that are not parameters zero. */
  #enter(): number | undefined {
    const { to } = this.#program;
    const { layout, linkOffset, localRegisters } = this.#operands;
    const { params } = this.#function.signature;
    const words = layout.locals.slice(0, params.length).reduce((sum, wide) => sum + (wide ? 2 : 1), 0);
    if (this.#calls) to.store(RETURN, FRAME, linkOffset);
    for (let word = words; word < layout.localWords; word += 1)
      if (word >= localRegisters) to.store(ZERO, FRAME, 4 * word);
    for (let word = words; word < Math.min(layout.localWords, localRegisters); word += 1)
      to.constant(FIRST_SLOT + word, 0);
    const fresh = to.label();
    to.place(fresh);
    return layout.localWords > localRegisters || this.#calls ? undefined : fresh;
  }

  #instruction(pc: number): void {
    const code = this.#code;
    const op = code[pc]!;
    const [a, b, c] = [code[pc + 1]!, code[pc + 2]!, code[pc + 3]!];
    const operands = this.#operands;
    if (op >= 0x45 && op <= 0xc4) emitOperator(this.#tools, op);
    else if (op >= 0x28 && op <= 0x35) this.#memory.load(op, a >>> 0);
    else if (op >= 0x36 && op <= 0x3e) this.#memory.store(op, a >>> 0);
    else if (op === 0x20) operands.pushLocal(a / WORDS);
    else if (op === 0x21) operands.setLocal(a / WORDS);
    else if (op === 0x22) {
      operands.setLocal(a / WORDS);
      operands.pushLocal(a / WORDS);
    } else if (op === 0x41) operands.pushConstant(false, a, 0);
    else if (op === 0x42) operands.pushConstant(true, a, b);
    else if (op === 0x1a) operands.pop();
    else if (op === 0x1b) select(operands);
    else if (op === 0x23 || op === 0x24) moveGlobal(this.#program, operands, op === 0x23, a / WORDS);
    else if (op === 0x3f) operands.pushConstant(false, this.#program.memoryBytes / 65_536, 0);
    else if (op === 0x40) grow(this.#program, operands);
    else this.#control(op, pc, a, b, c);
  }

  #control(op: number, pc: number, a: number, b: number, c: number): void {
    const { to, ends, flat } = this.#program;
    if (op === 0x00) {
      to.jump(ends[END.unreachable]!);
      this.#live = false;
    } else if (op === FLAT.ifZero || op === FLAT.ifNonZero) this.#branchIf(op === FLAT.ifNonZero, a);
    else if (op === FLAT.goto) this.#goto(a, undefined);
    else if (op === FLAT.branch) this.#goto(a, { kept: b / WORDS, to: this.#operandAt(c) });
    else if (op === FLAT.branchIf) {
      const skip = to.label();
      to.branch(this.#condition(), false, skip);
      this.#jump(a, b / WORDS, this.#operandAt(c));
      to.place(skip);
    } else if (op === FLAT.branchTable) this.#table(pc);
    else if (op === FLAT.charge) to.charge(b);
    else if (op === FLAT.return) {
      returnFrom(this.#program, this.#operands, a / WORDS, this.#calls);
      this.#live = false;
    } else if (op === FLAT.call)
      call(this.#program, this.#operands, flat.functions[a]!.signature, () => to.jump(this.#program.functions[a]!));
    else if (op === FLAT.callIndirect) callIndirect(this.#program, this.#operands, this.#condition(), a, b);
    else assert(false, 'every instruction of the subset is written', { op, name: opcodes.get(op)?.name ?? '' });
  }

  #operandAt(word: number): number {
    return (word - this.#function.locals) / WORDS;
  }

  /** Takes a condition into a register; all other operands are at home then. */
  #condition(): number {
    const condition = this.#operands.pop();
    const register = this.#operands.read(condition, this.#operands.stack.length, 0, T0);
    this.#operands.bringAllHome();
    return register;
  }

  #branchIf(unlessZero: boolean, target: number): void {
    const { to } = this.#program;
    const operands = this.#operands;
    const condition = operands.pop();
    const at = operands.stack.length;
    const register = operands.read(condition, at, 0, T0);
    const tested = condition.at === 'home' ? to.takeZeroTest(register) : undefined;
    operands.bringAllHome();
    to.branch(tested ?? register, tested === undefined ? unlessZero : !unlessZero, this.#aim(target, at));
  }

  /** The label of a target that is reached with the lowest `count` operands. */
  #aim(target: number, count: number): number {
    const found = this.#targets.get(target)!;
    found.types ??= this.#types(count);
    assert(found.types.length === count, 'branches to one place agree', { target, count });
    return found.label;
  }

  #goto(target: number, move: { readonly kept: number; readonly to: number } | undefined): void {
    this.#operands.bringAllHome();
    if (move === undefined) this.#program.to.jump(this.#aim(target, this.#operands.stack.length));
    else this.#jump(target, move.kept, move.to);
    this.#live = false;
  }

  /** Jumps with the uppermost operands, which go down to `at`. */
  #jump(target: number, kept: number, at: number): void {
    const operands = this.#operands;
    const from = operands.stack.length - kept;
    operands.moveDown(from, kept, at);
    const found = this.#targets.get(target)!;
    found.types ??= [...this.#types(at), ...operands.stack.slice(from).map(({ wide }) => wide)];
    this.#program.to.jump(found.label);
  }

  #table(pc: number): void {
    const { to } = this.#program;
    const last = this.#code[pc + 1]!;
    const index = this.#condition();
    const cases = Array.from({ length: last + 1 }, () => to.label());
    const first = to.label();
    to.constant(T1, last);
    to.emit(OP.ltU, T2, index, inRegister(T1));
    to.branch(T2, false, cases[last]!);
    to.address(T1, first);
    to.emit(OP.add, T1, T1, inRegister(index));
    to.jumpTo(T1);
    to.place(first);
    for (const label of cases.slice(0, last)) to.jump(label);
    cases.forEach((label, at) => {
      to.place(label);
      const [target, kept, word] = [0, 1, 2].map((field) => this.#code[pc + 2 + 3 * at + field]!);
      this.#jump(target!, kept! / WORDS, this.#operandAt(word!));
    });
    this.#live = false;
  }
}
