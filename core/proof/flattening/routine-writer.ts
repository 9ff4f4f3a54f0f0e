// What routines are written with: temporary registers, in which their operands and results are, too, and one more that
// says where to return to.

import { type Assembler, inRegister, LINK, type Second } from './assembler.ts';

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
  | 'popcnt'
  // Of other routines.
  | 'loadAnywhere'
  | 'storeAnywhere'
  | 'divide';

export class RoutineWriter {
  readonly to: Assembler;
  /** The label of each end. */
  readonly ends: readonly number[];
  /** Of the routines that are used, in the order in which they are written. */
  readonly labels: Map<Routine, number> = new Map();

  constructor(to: Assembler, ends: readonly number[]) {
    this.to = to;
    this.ends = ends;
  }

  /** The second operand is a register, or as said. */
  op(op: number, rd: number, rs1: number, second: number | Second): void {
    this.to.emit(op, rd, rs1, typeof second === 'number' ? inRegister(second) : second);
  }

  /** To another routine, which returns to where LINK says. */
  goOn(name: Routine): void {
    let label = this.labels.get(name);
    if (label === undefined) this.labels.set(name, (label = this.to.label()));
    this.to.jump(label);
  }

  return(): void {
    this.to.jumpTo(LINK);
  }
}
