// The steps of a prover who lies: from where the last one led, each is as the machine takes it but for the lie.

import { emulate, type MachineState } from '../../../core/proof/machine/emulator.ts';
import { type Instruction, OP } from '../../../core/proof/machine/instruction-set.ts';
import { PAGE_WORDS } from '../../../core/proof/machine/page-tree.ts';
import { IDLE, OPS, REGISTERS } from '../../../core/proof/segments/step-log.ts';
import type { Access } from './forged-accesses.ts';
import { type Machine, memoryOf, registersOf } from './machine.ts';
import { SHAPE } from './shape.ts';

/** What the circuit hears of a step, and what only the prover knows: where it reads, and what it writes. */
export interface Step {
  readonly live: bigint;
  readonly f: readonly bigint[];
  readonly imm: bigint;
  readonly rs1: bigint;
  readonly rd: bigint;
  readonly x: bigint;
  readonly gas: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly q: bigint;
  readonly vOld: bigint;
  /** What it writes, and where. */
  readonly c: bigint;
  readonly to: bigint;
  /** Where its operands are read, and what is left there. */
  readonly fromA: bigint;
  readonly fromB: bigint;
  readonly leftA: bigint;
  readonly leftB: bigint;
  /** Whether the second operand is read at all. */
  readonly reads: boolean;
  readonly next: number;
  /** Uses of the instruction at `pc` that the prover counts. */
  readonly uses: number;
}

export interface LiedSteps {
  /** By their number: what differs from what the machine does. */
  readonly steps?: Readonly<Record<number, (honest: Step) => Partial<Step>>>;
  /** What is executed, by step, in place of the instruction that is there. */
  readonly executes?: Readonly<Record<number, Instruction>>;
  /** Steps from this one on are idle, whatever the program goes on with. */
  readonly liveMax?: number;
}

/** All of a segment, how often each instruction is used for them, and where they lead. */
export function stepsOf(ran: Machine, { steps: lies, executes, liveMax = Infinity }: LiedSteps) {
  const state = { pc: ran.pc, gas: ran.gas, registers: registersOf(ran), memory: memoryOf(ran) };
  const uses = new Map<number, number>();
  const steps: Step[] = [];
  for (let at = 0; at < SHAPE.steps; at += 1) {
    const { pc } = state;
    const found = at < liveMax ? (executes?.[at] ?? ran.program[pc]) : undefined;
    const live = found !== undefined && found.op !== OP.halt;
    const honest = honestStep(live ? found : IDLE, state, live);
    const step = { ...honest, ...lies?.[at]?.(honest) };
    uses.set(pc, (uses.get(pc) ?? 0) + step.uses);
    steps.push(step);
    carryOn(step, state);
  }
  return { steps, uses, pc: state.pc };
}

function honestStep(instruction: Instruction, state: MachineState, live: boolean): Step {
  const { op, imm, rs1, rd, x, gas } = instruction;
  const value = (address: number): number =>
    (address < REGISTERS ? state.registers[address] : state.memory[address - REGISTERS]) ?? 0;
  const a = value(rs1);
  const place = REGISTERS + ((a + x) >>> 2);
  const from = op === OP.load ? place : op === OP.store ? rd : x;
  const to = op === OP.store ? place : rd;
  const b = imm === 1 ? ((x << 16) >> 16) >>> 0 : value(from);
  const { c, next } = effectOf(instruction, state, b);
  const divides = op === OP.divU || op === OP.remU;
  return {
    live: live ? 1n : 0n,
    f: Array.from({ length: OPS }, (_, at) => (at === op ? 1n : 0n)),
    imm: BigInt(imm),
    rs1: BigInt(rs1),
    rd: BigInt(rd),
    x: BigInt(x),
    gas: BigInt(gas),
    a: BigInt(a),
    b: BigInt(b),
    q: divides ? (b === 0 ? 0xffff_ffffn : BigInt(Math.floor(a / b))) : 0n,
    vOld: BigInt(value(to)),
    c: BigInt(c),
    to: BigInt(to),
    fromA: BigInt(rs1),
    fromB: BigInt(from),
    leftA: BigInt(a),
    leftB: BigInt(b),
    reads: imm === 0,
    next,
    uses: live ? 1 : 0,
  };
}

/** By the emulator, but for loads and stores, whose address a forgery may have where the emulator takes none. */
function effectOf(instruction: Instruction, state: MachineState, b: number): { c: number; next: number } {
  if (instruction.op === OP.load || instruction.op === OP.store) return { c: b, next: state.pc + 1 };
  const program = new Array<Instruction>(PAGE_WORDS << (2 * SHAPE.programDepth)).fill(IDLE);
  program[state.pc] = instruction;
  const after = { ...state, registers: state.registers.slice() };
  emulate(program, after, 1);
  return { c: after.registers[instruction.rd]!, next: after.pc };
}

function carryOn({ c, to, fromA, fromB, leftA, leftB, reads, next }: Step, state: MachineState): void {
  const put = (address: bigint, value: bigint): void => {
    const at = Number(address);
    if (at < REGISTERS) state.registers[at] = Number(value);
    else state.memory[at - REGISTERS] = Number(value);
  };
  put(fromA, leftA);
  if (reads) put(fromB, leftB);
  put(to, c);
  state.pc = next;
}

export function accessesOf({ fromA, fromB, to, leftA, leftB, c, reads }: Step, at: number): Access[] {
  const first = { time: 3 * at, address: fromA, left: leftA };
  const second = { time: 3 * at + 1, address: fromB, left: leftB };
  const third = { time: 3 * at + 2, address: to, left: c };
  return reads ? [first, second, third] : [first, third];
}
