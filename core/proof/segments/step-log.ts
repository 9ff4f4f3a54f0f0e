// What the circuit is told of each step. Its accesses come in three: it reads its first operand at time 3i, its second
// at 3i + 1, and replaces what is at its target at 3i + 2; for each it says how long ago that place was last accessed.

import type { MachineState } from '../machine/emulator.ts';
import { type Instruction, OP } from '../machine/instruction-set.ts';

/** Registers are the addresses below it, words of memory those from it on. */
export const REGISTERS = 32;
export const OPS: number = Object.keys(OP).length;
/** What a step is told that is none. */
export const IDLE: Instruction = { op: OP.halt, imm: 1, rs1: 0, rd: 0, x: 0, gas: 0 };

interface Columns {
  readonly live: number[];
  readonly f: number[][];
  readonly imm: number[];
  readonly rs1: number[];
  readonly rd: number[];
  readonly x: number[];
  readonly gas: number[];
  readonly a: number[];
  readonly b: number[];
  readonly q: number[];
  readonly vOld: number[];
  readonly dA: number[];
  readonly dB: number[];
  readonly dC: number[];
}

export class StepLog {
  readonly columns: Columns = {
    live: [],
    f: [],
    imm: [],
    rs1: [],
    rd: [],
    x: [],
    gas: [],
    a: [],
    b: [],
    q: [],
    vOld: [],
    dA: [],
    dB: [],
    dC: [],
  };
  readonly #state: MachineState;
  readonly #times = new Map<number, number>();
  readonly #uses = new Map<number, number>();

  constructor(state: MachineState) {
    this.#state = state;
  }

  get length(): number {
    return this.columns.live.length;
  }

  /** Before the state takes the step. */
  step(instruction: Instruction): void {
    this.#uses.set(this.#state.pc, (this.#uses.get(this.#state.pc) ?? 0) + 1);
    this.#push(instruction, 1);
  }

  idle(): void {
    this.#push(IDLE, 0);
  }

  timeOf(address: number): number {
    return this.#times.get(address) ?? 0;
  }

  /** By place in the program: how often it was run. */
  uses(): ReadonlyMap<number, number> {
    return this.#uses;
  }

  #push({ op, imm, rs1, rd, x, gas }: Instruction, live: number): void {
    const to = this.columns;
    const now = 3 * this.length;
    const a = this.#value(rs1);
    const place = REGISTERS + ((a + x) >>> 2);
    const from = op === OP.load ? place : op === OP.store ? rd : x;
    const target = op === OP.store ? place : rd;
    const b = imm === 1 ? ((x << 16) >> 16) >>> 0 : this.#value(from);
    to.live.push(live);
    to.f.push(Array.from({ length: OPS }, (_, at) => (at === op ? 1 : 0)));
    to.imm.push(imm);
    to.rs1.push(rs1);
    to.rd.push(rd);
    to.x.push(x);
    to.gas.push(gas);
    to.a.push(a);
    to.b.push(b);
    to.q.push(op === OP.divU || op === OP.remU ? quotient(a, b) : 0);
    to.dA.push(this.#access(rs1, now));
    to.dB.push(imm === 1 ? 0 : this.#access(from, now + 1));
    to.vOld.push(this.#value(target));
    to.dC.push(this.#access(target, now + 2));
  }

  #value(address: number): number {
    const { registers, memory } = this.#state;
    return address < REGISTERS ? registers[address]! : memory[address - REGISTERS]!;
  }

  /** How long ago the last access was; from now on it is this one. */
  #access(address: number, now: number): number {
    const age = now - this.timeOf(address);
    this.#times.set(address, now + 1);
    return age;
  }
}

const quotient = (a: number, b: number): number => (b === 0 ? 0xffff_ffff : Math.floor(a / b));
