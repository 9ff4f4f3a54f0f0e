// Divisions that the machine does not have: signed ones, and those of 64 bits.

import { OP } from '../machine/instruction-set.ts';
import { GLOBALS, immediate, LINK, T0, T1, T2, T3, T4, T5, T6, T7, T8, ZERO } from './assembler.ts';
import { END } from './ends.ts';
import type { RoutineWriter } from './routine-writer.ts';

/** T0 by T1, signed: quotient or rest to T0. */
export function divide32(writer: RoutineWriter, quotient: boolean): void {
  const { to } = writer;
  to.branch(T1, false, writer.ends[END.divisionByZero]!);
  const end = to.label();
  magnitude(writer, T0, T2);
  magnitude(writer, T1, T3);
  writer.op(quotient ? OP.divU : OP.remU, T0, T0, T1);
  if (quotient) writer.op(OP.xor, T2, T2, T3);
  writer.op(OP.xor, T0, T0, T2);
  writer.op(OP.sub, T0, T0, T2);
  if (quotient) {
    to.branch(T2, true, end);
    writer.op(OP.ltS, T1, T0, immediate(0));
    to.branch(T1, true, writer.ends[END.overflow]!);
  }
  to.place(end);
  writer.return();
}

/** T0, T1 by T2, T3: quotient or rest to T0, T1. Guards and signs around the division without signs. */
export function divide64(writer: RoutineWriter, signed: boolean, quotient: boolean): void {
  const { to } = writer;
  writer.op(OP.or, T4, T2, T3);
  to.branch(T4, false, writer.ends[END.divisionByZero]!);
  if (!signed && quotient) {
    writer.goOn('divide');
    return;
  }
  to.store(LINK, GLOBALS, 0);
  if (signed) {
    writer.op(OP.shrS, T4, T1, immediate(31));
    writer.op(OP.shrS, T5, T3, immediate(31));
    negateIf(writer, T0, T1, T4);
    negateIf(writer, T2, T3, T5);
    if (quotient) writer.op(OP.xor, T4, T4, T5);
    to.store(T4, GLOBALS, 4);
  }
  const back = to.label();
  to.address(LINK, back);
  writer.goOn('divide');
  to.place(back);
  if (!quotient) writer.op(OP.mov, T0, ZERO, T4);
  if (!quotient) writer.op(OP.mov, T1, ZERO, T5);
  to.load(LINK, GLOBALS, 0);
  if (signed) {
    to.load(T4, GLOBALS, 4);
    negateIf(writer, T0, T1, T4);
  }
  if (signed && quotient) {
    const end = to.label();
    to.branch(T4, true, end);
    writer.op(OP.ltS, T5, T1, immediate(0));
    to.branch(T5, true, writer.ends[END.overflow]!);
    to.place(end);
  }
  writer.return();
}

/** T0, T1 by T2, T3: quotient to T0, T1 and the rest to T4, T5, bit by bit unless both are short. */
export function divideUnsigned(writer: RoutineWriter): void {
  const { to } = writer;
  const [long, turn, subtract, skip] = [to.label(), to.label(), to.label(), to.label()];
  writer.op(OP.or, T4, T1, T3);
  to.branch(T4, true, long);
  writer.op(OP.remU, T4, T0, T2);
  writer.op(OP.divU, T0, T0, T2);
  to.constant(T5, 0);
  writer.return();
  to.place(long);
  to.constant(T4, 0);
  to.constant(T5, 0);
  to.constant(T6, 64);
  to.place(turn);
  writer.op(OP.shrU, T8, T5, immediate(31));
  for (const [word, below] of [
    [T5, T4],
    [T4, T1],
    [T1, T0],
  ] as const) {
    writer.op(OP.shl, word, word, immediate(1));
    writer.op(OP.shrU, T7, below, immediate(31));
    writer.op(OP.or, word, word, T7);
  }
  writer.op(OP.shl, T0, T0, immediate(1));
  to.branch(T8, true, subtract);
  writer.op(OP.ltU, T7, T5, T3);
  to.branch(T7, true, skip);
  writer.op(OP.ne, T7, T5, T3);
  to.branch(T7, true, subtract);
  writer.op(OP.ltU, T7, T4, T2);
  to.branch(T7, true, skip);
  to.place(subtract);
  writer.op(OP.ltU, T7, T4, T2);
  writer.op(OP.sub, T4, T4, T2);
  writer.op(OP.sub, T5, T5, T3);
  writer.op(OP.sub, T5, T5, T7);
  writer.op(OP.or, T0, T0, immediate(1));
  to.place(skip);
  writer.op(OP.sub, T6, T6, immediate(1));
  to.branch(T6, true, turn);
  writer.return();
}

/** A word without its sign, which goes to `sign` as 0 or -1. */
function magnitude(writer: RoutineWriter, word: number, sign: number): void {
  writer.op(OP.shrS, sign, word, immediate(31));
  writer.op(OP.xor, word, word, sign);
  writer.op(OP.sub, word, word, sign);
}

/** If `sign` is -1 rather than 0. Uses T6. */
function negateIf(writer: RoutineWriter, low: number, high: number, sign: number): void {
  writer.op(OP.xor, low, low, sign);
  writer.op(OP.xor, high, high, sign);
  writer.op(OP.sub, low, low, sign);
  writer.op(OP.eq, T6, low, immediate(0));
  writer.op(OP.and, T6, T6, sign);
  writer.op(OP.add, high, high, T6);
}
