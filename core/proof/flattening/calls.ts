// How functions call one another and return: what is in which register then, and what the frame keeps meanwhile.

import { type FlatFunction, I64 } from '../../execution/index.ts';
import { OP } from '../machine/instruction-set.ts';
import {
  type Assembler,
  FIRST_SLOT,
  FRAME,
  GLOBALS,
  immediate,
  inRegister,
  RETURN,
  T0,
  T1,
  T2,
  T7,
  T8,
} from './assembler.ts';
import { END } from './ends.ts';
import type { Program } from './layout.ts';
import type { Operands, Wide } from './operands.ts';

/**
 * With the uppermost `count` operands, from the first slot on. `linked`: where to return to is in the frame, since the
 * function has called others.
 */
export function returnFrom({ to }: Program, operands: Operands, count: number, linked: boolean): void {
  if (count > 1) operands.bringAllHome();
  const from = operands.stack.length - count;
  let word = 0;
  for (let at = from; at < from + count; at += 1) {
    const operand = operands.stack[at]!;
    for (const half of operand.wide ? [0, 1] : [0]) {
      const target = FIRST_SLOT + word;
      const value = half === 0 ? operand.low : operand.high;
      if (operand.at === 'constant') to.constant(target, value);
      else to.move(target, operands.read(operand, at, half, T8), false);
      word += 1;
    }
  }
  if (linked) to.load(RETURN, FRAME, operands.linkOffset);
  to.jumpTo(RETURN);
}

/** The function that is at the index in this register, if it is of this type. */
export function callIndirect(program: Program, operands: Operands, index: number, type: number, table: number): void {
  const { to, ends, tables, flat } = program;
  const elements = flat.module.tables[table]!.size.min;
  const offset = tables[table]!;
  to.constant(T1, elements);
  to.emit(OP.ltU, T1, index, inRegister(T1));
  to.branch(T1, false, ends[END.table]!);
  to.emit(OP.shl, T1, index, immediate(3));
  to.emit(OP.add, T1, T1, inRegister(GLOBALS));
  to.load(T2, T1, offset + 4);
  to.branch(T2, false, ends[END.noFunction]!);
  to.emit(OP.eq, T2, T2, immediate(type + 1));
  to.branch(T2, false, ends[END.type]!);
  to.load(T7, T1, offset);
  const { signature } = flat.functions.find((each) => each.type === type) ?? {
    signature: flat.module.types[type]!,
  };
  call(program, operands, signature, () => to.jumpTo(T7));
}

/** Arguments go in registers, from the first slot on; everything that is live is kept in the frame meanwhile. */
export function call(
  { to, bottomless, ends }: Program,
  operands: Operands,
  { params, results }: FlatFunction['signature'],
  go: () => void,
): void {
  operands.bringAllHome();
  const below = operands.stack.length - params.length;
  const kept = operands.inRegisters(below);
  for (const { register, offset } of kept) to.store(register, FRAME, offset);
  let word = 0;
  for (let at = below; at < operands.stack.length; at += 1)
    for (const half of operands.stack[at]!.wide ? [0, 1] : [0]) {
      const target = FIRST_SLOT + word;
      to.move(target, operands.read(operands.stack[at]!, at, half, target), false);
      word += 1;
    }
  const back = to.label();
  to.emit(OP.add, FRAME, FRAME, immediate(operands.frameBytes));
  if (bottomless) {
    to.load(T0, GLOBALS, 8);
    to.emit(OP.ltU, T0, FRAME, inRegister(T0));
    to.branch(T0, false, ends[END.depth]!);
  }
  to.address(RETURN, back);
  go();
  to.place(back);
  to.emit(OP.sub, FRAME, FRAME, immediate(operands.frameBytes));
  operands.stack.length = below;
  takeResults(
    to,
    operands,
    results.map((type) => type === I64),
  );
  for (const { register, offset } of kept) to.load(register, FRAME, offset);
}

/** The last first: homes are never below the registers that results come in. */
function takeResults(to: Assembler, operands: Operands, results: readonly Wide[]): void {
  const below = operands.stack.length;
  for (const wide of results) operands.push({ wide, at: 'home', low: 0, high: 0, max: 0xffff_ffff, zeros: 0 });
  let word = results.reduce((sum, wide) => sum + (wide ? 2 : 1), 0);
  for (let at = below + results.length - 1; at >= below; at -= 1)
    for (const half of results[at - below] === true ? [1, 0] : [0]) {
      word -= 1;
      const home = operands.operandHome(at, half);
      if (home >= 0) to.move(home, FIRST_SLOT + word, false);
      else to.store(FIRST_SLOT + word, FRAME, ~home);
    }
}
