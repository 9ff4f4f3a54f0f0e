// Memory that is narrow, or not aligned, or perhaps not there.

import { OP } from '../machine/instruction-set.ts';
import { GLOBALS, immediate, LINK, T0, T1, T2, T3, T4, T5, T6, T7, T8, ZERO } from './assembler.ts';
import { END } from './ends.ts';
import type { RoutineWriter } from './routine-writer.ts';

/** T0: address. Leaves the value in T1 and, of 64 bits, T2; bits beyond a narrow one are anything. */
export function load(writer: RoutineWriter, width: number): void {
  const { to } = writer;
  bounds(writer, width);
  if (width < 8) {
    writer.goOn('loadAnywhere');
    return;
  }
  const end = to.label();
  split(writer);
  to.load(T1, T0, 0);
  to.load(T2, T0, 4);
  to.branch(T3, false, end);
  to.load(T4, T0, 8);
  writer.op(OP.sub, T5, ZERO, T3);
  writer.op(OP.shrU, T1, T1, T3);
  writer.op(OP.shl, T6, T2, T5);
  writer.op(OP.or, T1, T1, T6);
  writer.op(OP.shrU, T2, T2, T3);
  writer.op(OP.shl, T4, T4, T5);
  writer.op(OP.or, T2, T2, T4);
  to.place(end);
  writer.return();
}

/** T0: address; T1 and, of 64 bits, T2: the value. */
export function store(writer: RoutineWriter, width: number): void {
  const { to } = writer;
  bounds(writer, width);
  if (width < 8) {
    to.constant(T2, width === 4 ? -1 : (1 << (8 * width)) - 1);
    writer.goOn('storeAnywhere');
    return;
  }
  const [first, second] = [to.label(), to.label()];
  writer.op(OP.mov, T7, ZERO, T2);
  writer.op(OP.mov, T8, ZERO, LINK);
  to.constant(T2, -1);
  to.address(LINK, first);
  writer.goOn('storeAnywhere');
  to.place(first);
  // T3 is now how many bits before the next word the value ended, as a number below zero.
  writer.op(OP.shrS, T3, T3, immediate(3));
  writer.op(OP.sub, T0, T0, T3);
  writer.op(OP.add, T0, T0, immediate(4));
  writer.op(OP.mov, T1, ZERO, T7);
  to.address(LINK, second);
  writer.goOn('storeAnywhere');
  to.place(second);
  to.jumpTo(T8);
}

/** T0: an address in bytes, of which `width` must be in memory. */
function bounds(writer: RoutineWriter, width: number): void {
  const { to } = writer;
  const trap = writer.ends[END.memory]!;
  writer.op(OP.ltU, T3, T0, GLOBALS);
  to.branch(T3, false, trap);
  if (width === 1) return;
  writer.op(OP.add, T3, T0, immediate(width - 1));
  writer.op(OP.ltU, T3, T3, GLOBALS);
  to.branch(T3, false, trap);
}

/** T0: an address inside. Leaves in T1 the word that begins there. */
export function loadAnywhere(writer: RoutineWriter): void {
  const { to } = writer;
  const end = to.label();
  split(writer);
  to.load(T1, T0, 0);
  to.branch(T3, false, end);
  to.load(T2, T0, 4);
  writer.op(OP.shrU, T1, T1, T3);
  writer.op(OP.sub, T3, ZERO, T3);
  writer.op(OP.shl, T2, T2, T3);
  writer.op(OP.or, T1, T1, T2);
  to.place(end);
  writer.return();
}

/** T0: an address inside; T1: a value, of which the bits that T2 names are put there. */
export function storeAnywhere(writer: RoutineWriter): void {
  const { to } = writer;
  const end = to.label();
  split(writer);
  writer.op(OP.shl, T5, T1, T3);
  writer.op(OP.shl, T6, T2, T3);
  merge(writer, 0);
  to.branch(T3, false, end);
  writer.op(OP.sub, T3, ZERO, T3);
  writer.op(OP.shrU, T6, T2, T3);
  to.branch(T6, false, end);
  writer.op(OP.shrU, T5, T1, T3);
  merge(writer, 4);
  to.place(end);
  writer.return();
}

/** T0 becomes the address of a word, and T3 how many bits behind it the value begins. */
function split(writer: RoutineWriter): void {
  writer.op(OP.and, T3, T0, immediate(3));
  writer.op(OP.sub, T0, T0, T3);
  writer.op(OP.shl, T3, T3, immediate(3));
}

/** Puts the bits of T5 that T6 names into the word at T0. */
function merge(writer: RoutineWriter, offset: number): void {
  const { to } = writer;
  to.load(T4, T0, offset);
  writer.op(OP.xor, T5, T5, T4);
  writer.op(OP.and, T5, T5, T6);
  writer.op(OP.xor, T4, T4, T5);
  to.store(T4, T0, offset);
}
