// The machines that forgeries are about: a few instructions, and the state that they begin in.

import { type Instruction, OP } from '../../../core/proof/machine/instruction-set.ts';
import { PAGE_WORDS } from '../../../core/proof/machine/page-tree.ts';
import { IDLE, REGISTERS } from '../../../core/proof/segments/step-log.ts';
import { SHAPE } from './shape.ts';

export interface Machine {
  readonly program: readonly Instruction[];
  readonly pc: number;
  readonly gas: number;
  readonly registers: Readonly<Record<number, number>>;
  /** By words. */
  readonly memory: Readonly<Record<number, number>>;
}

/** What most forgeries use: r5 takes what comes of r3 and r4. */
const A = 3;
const B = 4;
export const TARGET = 5;

export const instruction = (op: number, fields: Partial<Instruction> = {}): Instruction => ({
  op,
  imm: 0,
  rs1: A,
  rd: TARGET,
  x: B,
  gas: 0,
  ...fields,
});

export const move = (value: number, fields: Partial<Instruction> = {}): Instruction =>
  instruction(OP.mov, { imm: 1, rs1: 0, x: value, ...fields });

export const machineOf = (
  program: readonly Instruction[],
  registers: Readonly<Record<number, number>> = {},
  memory: Readonly<Record<number, number>> = {},
): Machine => ({ program: [...program, IDLE], pc: 0, gas: 0, registers, memory });

/** One instruction on these two values. */
export const operation = (op: number, a: number, b: number): Machine =>
  machineOf([instruction(op)], { [A]: a, [B]: b });

/** That halts at once. */
export const EMPTY: Machine = machineOf([]);

export const registersOf = ({ registers }: Machine): Uint32Array => placed(REGISTERS, registers);

export const memoryOf = ({ memory }: Machine): Uint32Array => placed(PAGE_WORDS << (2 * SHAPE.memoryDepth), memory);

function placed(length: number, values: Readonly<Record<number, number>>): Uint32Array {
  const all = new Uint32Array(length);
  for (const [at, value] of Object.entries(values)) all[Number(at)] = value;
  return all;
}
