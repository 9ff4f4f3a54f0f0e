// A constraint of the circuit, what stands there without it, and what a prover could then show.

import { type Instruction, OP } from '../../../core/proof/machine/instruction-set.ts';
import { type CircuitShape, circuitShapes } from '../../../core/proof/segments/circuit-shape.ts';
import type { Lie, Machine, Step } from './forged-trace.ts';

/** Small, and with two pages of each kind, so that every template and every constraint is in it. */
export const SHAPE: CircuitShape = {
  ...circuitShapes.test,
  steps: 8,
  memoryDepth: 2,
  memoryPages: 2,
  programDepth: 2,
  programPages: 2,
};

export interface Forgery {
  readonly kind: 'false' | 'outside' | 'unbound';
  readonly machine: Machine;
  readonly lie: Lie;
  /** Of an unbound choice: the other one, under the same challenge. */
  readonly other?: Lie;
}

export interface Removal {
  /** As circom's source names it. */
  readonly group: string;
  readonly file: 'segment.circom' | 'step.circom';
  /** Where in the file, if the text is there more than once. */
  readonly within?: string;
  readonly text: string;
  /** What the constraint computed is a number of the prover's choice: here as it suits the forgery. */
  readonly without: string;
  readonly forgery: Forgery;
}

/** A constraint that nothing hangs on, and why. */
export interface Spare {
  readonly file: Removal['file'];
  readonly within?: string;
  readonly text: string;
  readonly why: string;
}

const HALT: Instruction = { op: OP.halt, imm: 1, rs1: 0, rd: 0, x: 0, gas: 0 };

/** Registers and fields that most forgeries use: r5 takes what comes of r3 and r4. */
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
): Machine => ({ program: [...program, HALT], pc: 0, gas: 0, registers, memory });

export const claims = (machine: Machine, lie: Lie): Forgery => ({ kind: 'false', machine, lie });

/** The first step is another one than the machine would take. */
export const firstStep = (machine: Machine, change: (honest: Step) => Partial<Step>): Forgery =>
  claims(machine, { steps: { 0: change } });

/** One instruction on two registers that comes to something else. */
export const comesTo = (op: number, a: number, b: number, c: number, more: Partial<Step> = {}): Forgery =>
  firstStep(machineOf([instruction(op)], { [A]: a, [B]: b }), () => ({ c: BigInt(c), ...more }));

/** The same with one more than it should. */
export const oneMore = (op: number, a: number, b: number): Forgery =>
  firstStep(machineOf([instruction(op)], { [A]: a, [B]: b }), ({ c }) => ({ c: c + 1n }));

export type Row = readonly [text: string, without: string, forgery: Forgery];

/** `within`: the template, where the text is in several. */
export const rows = (group: string, file: Removal['file'], all: readonly Row[], within?: string): Removal[] =>
  all.map(([text, without, forgery]) => ({
    group,
    file,
    text,
    without,
    forgery,
    ...(within !== undefined && { within: `template ${within}` }),
  }));
