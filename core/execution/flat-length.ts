// How long instructions of the flattened code are, for those who walk it rather than run it.

import { FLAT } from './flat-code.ts';
import { LENGTH } from './operators.ts';

const STRUCTURE: ReadonlyMap<number, number> = new Map<number, number>([
  [0x00, 1],
  [FLAT.ifZero, 2],
  [FLAT.goto, 2],
  [FLAT.ifNonZero, 2],
  [FLAT.branch, 4],
  [FLAT.branchIf, 4],
  [FLAT.return, 2],
  [FLAT.call, 2],
  [FLAT.callIndirect, 3],
  [FLAT.charge, 4],
  [FLAT.chargeChecked, 5],
  [0x1a, 1],
  [0x1b, 1],
  [0x20, 2],
  [0x21, 2],
  [0x22, 2],
  [0x23, 2],
  [0x24, 2],
  [0x41, 2],
  [0x42, 3],
  [0x43, 2],
  [0x44, 3],
]);
const BRANCH_WORDS = 3;

/** Words of the instruction at `pc`, with its immediates. */
export function lengthOf(code: Int32Array, pc: number): number {
  const op = code[pc]!;
  if (op === FLAT.branchTable) return 2 + BRANCH_WORDS * (code[pc + 1]! + 1);
  return STRUCTURE.get(op) ?? LENGTH[op]!;
}
