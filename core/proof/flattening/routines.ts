// What takes more than a few instructions, once for each program. Operands and results are in temporary registers, as
// said at each.

import { OP } from '../machine/instruction-set.ts';
import { type Assembler, LINK } from './assembler.ts';
import { count, ones, rotate, shift } from './bit-routines.ts';
import { divide32, divide64, divideUnsigned } from './division-routines.ts';
import { load, loadAnywhere, store, storeAnywhere } from './memory-routines.ts';
import { type Routine, RoutineWriter } from './routine-writer.ts';

export type { Routine };

const BODIES: Readonly<Record<Routine, (writer: RoutineWriter) => void>> = {
  load8: (writer) => load(writer, 1),
  load16: (writer) => load(writer, 2),
  load32: (writer) => load(writer, 4),
  load64: (writer) => load(writer, 8),
  store8: (writer) => store(writer, 1),
  store16: (writer) => store(writer, 2),
  store32: (writer) => store(writer, 4),
  store64: (writer) => store(writer, 8),
  shl64: (writer) => shift(writer, OP.shl),
  shrU64: (writer) => shift(writer, OP.shrU),
  shrS64: (writer) => shift(writer, OP.shrS),
  rotl64: rotate,
  divS32: (writer) => divide32(writer, true),
  remS32: (writer) => divide32(writer, false),
  divU64: (writer) => divide64(writer, false, true),
  remU64: (writer) => divide64(writer, false, false),
  divS64: (writer) => divide64(writer, true, true),
  remS64: (writer) => divide64(writer, true, false),
  clz: (writer) => count(writer, true),
  ctz: (writer) => count(writer, false),
  popcnt: ones,
  loadAnywhere,
  storeAnywhere,
  divide: divideUnsigned,
};

export class Routines {
  readonly #writer: RoutineWriter;

  /** `ends`: the label of each end. */
  constructor(to: Assembler, ends: readonly number[]) {
    this.#writer = new RoutineWriter(to, ends);
  }

  call(name: Routine): void {
    const { to } = this.#writer;
    const back = to.label();
    to.address(LINK, back);
    this.#writer.goOn(name);
    to.place(back);
  }

  /** Those that were called, and those that they go on to, which the map has by the time it comes to its end. */
  write(): void {
    for (const [name, label] of this.#writer.labels) {
      this.#writer.to.place(label);
      BODIES[name](this.#writer);
    }
  }
}
