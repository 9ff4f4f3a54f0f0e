// Bits: shifts of 64, and how many there are.

import { OP } from '../machine/instruction-set.ts';
import { immediate, T0, T1, T2, T3, T4, T5, ZERO } from './assembler.ts';
import type { RoutineWriter } from './routine-writer.ts';

/** By `shl`, `shrU` or `shrS`. T0, T1: low and high word; T2: by how much. In place. */
export function shift(writer: RoutineWriter, op: number): void {
  const { to } = writer;
  const [near, end] = [to.label(), to.label()];
  const left = op === OP.shl;
  const [first, other] = left ? [T1, T0] : [T0, T1];
  const [unsigned, back] = left ? [OP.shl, OP.shrU] : [OP.shrU, OP.shl];
  writer.op(OP.and, T2, T2, immediate(63));
  writer.op(OP.ltU, T3, T2, immediate(32));
  to.branch(T3, true, near);
  writer.op(op, first, other, T2);
  if (op === OP.shrS) writer.op(OP.shrS, other, other, immediate(31));
  else to.constant(other, 0);
  writer.return();
  to.place(near);
  to.branch(T2, false, end);
  writer.op(OP.sub, T3, ZERO, T2);
  writer.op(back, T4, other, T3);
  writer.op(unsigned, first, first, T2);
  writer.op(OP.or, first, first, T4);
  writer.op(op, other, other, T2);
  to.place(end);
  writer.return();
}

/** To the left, with operands as those of `shift`. */
export function rotate(writer: RoutineWriter): void {
  const { to } = writer;
  const [near, end] = [to.label(), to.label()];
  writer.op(OP.and, T3, T2, immediate(32));
  to.branch(T3, false, near);
  writer.op(OP.mov, T3, ZERO, T0);
  writer.op(OP.mov, T0, ZERO, T1);
  writer.op(OP.mov, T1, ZERO, T3);
  to.place(near);
  writer.op(OP.and, T2, T2, immediate(31));
  to.branch(T2, false, end);
  writer.op(OP.sub, T3, ZERO, T2);
  writer.op(OP.shrU, T4, T1, T3);
  writer.op(OP.shrU, T5, T0, T3);
  writer.op(OP.shl, T0, T0, T2);
  writer.op(OP.or, T0, T0, T4);
  writer.op(OP.shl, T1, T1, T2);
  writer.op(OP.or, T1, T1, T5);
  to.place(end);
  writer.return();
}

/** Zeros at one end of T0, to T1. */
export function count(writer: RoutineWriter, leading: boolean): void {
  const { to } = writer;
  const some = to.label();
  to.constant(T1, 32);
  to.branch(T0, true, some);
  writer.return();
  to.place(some);
  to.constant(T1, 0);
  for (const bits of [16, 8, 4, 2, 1]) {
    const skip = to.label();
    writer.op(leading ? OP.shrU : OP.shl, T2, T0, immediate(32 - bits));
    to.branch(T2, true, skip);
    writer.op(OP.add, T1, T1, immediate(bits));
    writer.op(leading ? OP.shl : OP.shrU, T0, T0, immediate(bits));
    to.place(skip);
  }
  writer.return();
}

/** Ones of T0, to T1. */
export function ones(writer: RoutineWriter): void {
  const { to } = writer;
  const [turn, end] = [to.label(), to.label()];
  to.constant(T1, 0);
  to.place(turn);
  to.branch(T0, false, end);
  writer.op(OP.sub, T2, T0, immediate(1));
  writer.op(OP.and, T0, T0, T2);
  writer.op(OP.add, T1, T1, immediate(1));
  to.jump(turn);
  to.place(end);
  writer.return();
}
