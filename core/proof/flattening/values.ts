// Instructions on single values that are neither operators nor memory: select, globals, and memory.grow.

import { I64 } from '../../execution/index.ts';
import { OP } from '../machine/instruction-set.ts';
import { GLOBALS, immediate, T0, T1, T7, temporary, ZERO } from './assembler.ts';
import { END } from './ends.ts';
import type { Program } from './layout.ts';
import type { Operands } from './operands.ts';

export function select(operands: Operands): void {
  const { to } = operands;
  const [condition, second, first] = [operands.pop(), operands.pop(), operands.pop()];
  const at = operands.stack.length;
  const skip = to.label();
  const asked = operands.read(condition, at + 2, 0, T0);
  to.move(T7, asked, false);
  const halves = first.wide ? [0, 1] : [0];
  const chosen = halves.map((half) => {
    to.move(temporary(2 + half), operands.read(first, at, half, temporary(2 + half)), false);
    return temporary(2 + half);
  });
  to.branch(T7, true, skip);
  for (const half of halves)
    to.move(temporary(2 + half), operands.read(second, at + 1, half, temporary(2 + half)), false);
  to.place(skip);
  const known = { max: Math.max(first.max, second.max), zeros: Math.min(first.zeros, second.zeros) };
  operands.defineFrom(first.wide, known, chosen[0]!, chosen[1] ?? ZERO);
}

/** From a global, or to one. */
export function moveGlobal({ to, globals, flat }: Program, operands: Operands, get: boolean, global: number): void {
  const wide = flat.module.globals[global]!.type === I64;
  const offset = globals + 8 * global;
  if (get) {
    operands.define(wide, { max: 0xffff_ffff, zeros: 0 }, (low, high) => {
      to.load(low, GLOBALS, offset);
      if (wide) to.load(high, GLOBALS, offset + 4);
    });
    return;
  }
  const value = operands.pop();
  const at = operands.stack.length;
  to.store(operands.read(value, at, 0, T0), GLOBALS, offset);
  if (wide) to.store(operands.read(value, at, 1, T1), GLOBALS, offset + 4);
}

/** Never more memory: what would grow ends the run, unless the module itself says that it must not. */
export function grow({ to, ends, flat, memoryBytes }: Program, operands: Operands): void {
  const pages = memoryBytes / 65_536;
  const { min, max } = flat.module.memories[0]!;
  const by = operands.pop();
  const register = operands.read(by, operands.stack.length, 0, T0);
  if (min === max) {
    to.emit(OP.eq, T1, register, immediate(0));
    to.emit(OP.mul, T1, T1, immediate(pages + 1));
    to.emit(OP.sub, T1, T1, immediate(1));
  } else {
    to.branch(register, true, ends[END.growth]!);
    to.constant(T1, pages);
  }
  operands.defineFrom(false, { max: 0xffff_ffff, zeros: 0 }, T1, ZERO);
}
