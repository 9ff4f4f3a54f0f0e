// What a lying prover tells the circuit: a run of the register machine in which some steps do, read or cost something
// else, with everything that follows from it made to fit: later steps, ages, pages, states.

import { inField } from '../../../core/proof/groth16/field.ts';
import { emulate } from '../../../core/proof/machine/emulator.ts';
import { type Instruction, OP } from '../../../core/proof/machine/instruction-set.ts';
import { PAGE_WORDS, PageTree } from '../../../core/proof/machine/page-tree.ts';
import type { CircuitShape } from '../../../core/proof/segments/circuit-shape.ts';
import { programTree } from '../../../core/proof/segments/segment.ts';
import { REGISTERS } from '../../../core/proof/segments/step-log.ts';
import { type Access, chained } from './forged-accesses.ts';

/** A program, and the state that it begins in. */
export interface Machine {
  readonly program: readonly Instruction[];
  readonly pc: number;
  readonly gas: number;
  readonly registers: Readonly<Record<number, number>>;
  /** By words. */
  readonly memory: Readonly<Record<number, number>>;
}

/** One step as the circuit hears of it, and where it reads and writes. */
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
  /** Where its operands are read, and what is found and left there. */
  readonly fromA: bigint;
  readonly fromB: bigint;
  readonly readA: bigint;
  readonly readB: bigint;
  readonly leftA: bigint;
  readonly leftB: bigint;
  /** Whether the second operand is read at all. */
  readonly reads: boolean;
  readonly next: number;
  /** Uses of the instruction at `pc` that the prover counts. */
  readonly uses: number;
}

export interface Lie {
  /** By their number: what differs from what the machine does. A step that is not there is idle, or honest. */
  readonly steps?: Readonly<Record<number, (honest: Step) => Partial<Step>>>;
  /** What is executed, by step, in place of the instruction that is there. */
  readonly executes?: Readonly<Record<number, Instruction>>;
  /** Times of accesses that come before all others of their place. */
  readonly early?: readonly number[];
  /** Times of accesses that leave no trace. */
  readonly lost?: readonly number[];
  /** The machine that is really run: the statement is about another one. */
  readonly runs?: Partial<Machine>;
  readonly liveMax?: number;
  readonly pages?: readonly number[];
  readonly codePages?: readonly number[];
  readonly edit?: (trace: Trace) => void;
}

export interface Ends {
  pc: bigint;
  gas: bigint;
  registers: bigint[];
  root: bigint;
}

export type Inputs = Record<string, bigint | bigint[] | bigint[][] | bigint[][][]>;

/** Everything but the hashes of the two states, which are made of `before` and `after`. */
export interface Trace {
  readonly inputs: Inputs;
  readonly before: Ends;
  readonly after: Ends;
  /** What each step writes. */
  readonly written: readonly bigint[];
  /** Trees before anything runs: of the machine that the statement is about, and of the one that is run. */
  readonly trees: Readonly<Record<'memory' | 'program' | 'ranMemory' | 'ranProgram', PageTree>>;
}

export const OPS: number = Object.keys(OP).length;
const IDLE: Instruction = { op: OP.halt, imm: 1, rs1: 0, rd: 0, x: 0, gas: 0 };

export const registersOf = ({ registers }: Machine): Uint32Array => {
  const all = new Uint32Array(REGISTERS);
  for (const [at, value] of Object.entries(registers)) all[Number(at)] = value;
  return all;
};

export function memoryOf({ memory }: Machine, { memoryDepth }: CircuitShape): Uint32Array {
  const words = new Uint32Array(PAGE_WORDS << (2 * memoryDepth));
  for (const [at, value] of Object.entries(memory)) words[Number(at)] = value;
  return words;
}

export function forge(machine: Machine, lie: Lie, shape: CircuitShape): Trace {
  const ran: Machine = { ...machine, ...lie.runs };
  const { steps, uses, pc } = runOf(ran, lie, shape);
  const accesses = steps.flatMap(accessesOf);
  const { ages, last } = chained(accesses, lie);
  const touched = accesses.map(({ address }) => Number(address)).filter((address) => address >= REGISTERS);
  const pages = lie.pages ?? filled(touched.map(pageOfAddress), shape.memoryPages);
  const fetched = [...uses.keys()].map((place) => place >>> 4);
  const codePages = lie.codePages ?? filled(fetched, shape.programPages);
  const trees = {
    memory: new PageTree(memoryOf(machine, shape), shape.memoryDepth),
    program: programTree(machine.program, shape),
    ranMemory: new PageTree(memoryOf(ran, shape), shape.memoryDepth),
    ranProgram: programTree(ran.program, shape),
  };
  const places = [...Array.from({ length: REGISTERS }, (_, at) => at), ...pages.flatMap(wordsOf)];
  const first = [...registersOf(ran), ...pages.flatMap((page) => trees.ranMemory.page(page))].map(BigInt);
  const after = places.map((address, at) => last.get(BigInt(address))?.value ?? first[at]!);
  const walk = paths(ran, pages, after.slice(REGISTERS), shape);
  const usesOf = (page: number): bigint[] =>
    Array.from({ length: PAGE_WORDS }, (_, at) => BigInt(uses.get(PAGE_WORDS * page + at) ?? 0));
  const inputs: Inputs = {
    tag: 11n,
    program: trees.program.root,
    taskInput: 12n,
    taskOutput: 13n,
    steps: BigInt(steps.filter(({ f }) => f[OP.halt] === 0n).length),
    pc0: BigInt(ran.pc),
    gas0: BigInt(ran.gas),
    memoryRoot: trees.ranMemory.root,
    m0: first,
    mF: after,
    tF: places.map((address) => BigInt(last.get(BigInt(address))?.time ?? 0)),
    page: pages.map(BigInt),
    children: walk.children,
    code: codePages.flatMap((page) => trees.ranProgram.page(page).map(BigInt)),
    uses: codePages.flatMap(usesOf),
    codePage: codePages.map(BigInt),
    codeChildren: codePages.map((page) => trees.ranProgram.path(page).map((level) => [...level])),
    ...columnsOf(steps, ages),
  };
  const spent = steps.reduce((sum, { gas }) => sum + gas, 0n);
  const trace: Trace = {
    inputs,
    before: {
      pc: BigInt(machine.pc),
      gas: BigInt(machine.gas),
      registers: [...registersOf(machine)].map(BigInt),
      root: trees.memory.root,
    },
    after: {
      pc: BigInt(pc),
      gas: inField(BigInt(ran.gas) + spent),
      registers: after.slice(0, REGISTERS),
      root: walk.root,
    },
    written: steps.map(({ c }) => c),
    trees,
  };
  lie.edit?.(trace);
  return trace;
}

/** Its steps, how often each instruction is used for them, and where it goes on. */
function runOf(ran: Machine, { steps: lies, executes, liveMax = Infinity }: Lie, shape: CircuitShape) {
  const state = { pc: ran.pc, gas: ran.gas, registers: registersOf(ran), memory: memoryOf(ran, shape) };
  const uses = new Map<number, number>();
  const steps: Step[] = [];
  for (let at = 0; at < shape.steps; at += 1) {
    const { pc } = state;
    const found = at < liveMax ? (executes?.[at] ?? ran.program[pc]) : undefined;
    const live = found !== undefined && found.op !== OP.halt;
    const honest = stepOf(live ? found : IDLE, state, live);
    const step = { ...honest, ...lies?.[at]?.(honest) };
    uses.set(pc, (uses.get(pc) ?? 0) + step.uses);
    steps.push(step);
    settle(step, state);
  }
  return { steps, uses, pc: state.pc };
}

interface Running {
  pc: number;
  gas: number;
  readonly registers: Uint32Array;
  readonly memory: Uint32Array;
}

/** What the machine would do, without doing it. */
function stepOf(instruction: Instruction, state: Running, live: boolean): Step {
  const { op, imm, rs1, rd, x, gas } = instruction;
  const { registers, memory } = state;
  const a = registers[rs1]!;
  const place = REGISTERS + ((a + x) >>> 2);
  const value = (address: number): number =>
    (address < REGISTERS ? registers[address] : memory[address - REGISTERS]) ?? 0;
  const from = op === OP.load ? place : op === OP.store ? rd : x;
  const b = imm === 1 ? ((x << 16) >> 16) >>> 0 : value(from);
  const to = op === OP.store ? place : rd;
  const jumps = op === OP.halt || (op >= OP.jmp && op <= OP.bz) || op === OP.jr;
  const c = jumps ? 0 : op === OP.load || op === OP.store ? b : computed(instruction, registers);
  const numbers = {
    imm,
    rs1,
    rd,
    x,
    gas,
    a,
    b,
    c,
    to,
    fromA: rs1,
    fromB: from,
    readA: a,
    readB: b,
    leftA: a,
    leftB: b,
  };
  const fields = Object.fromEntries(Object.entries(numbers).map(([name, each]) => [name, BigInt(each)])) as Record<
    keyof typeof numbers,
    bigint
  >;
  const divides = op === OP.divU || op === OP.remU;
  return {
    ...fields,
    live: live ? 1n : 0n,
    f: Array.from({ length: OPS }, (_, at) => (at === op ? 1n : 0n)),
    q: divides ? (b === 0 ? 0xffff_ffffn : BigInt(Math.floor(a / b))) : 0n,
    vOld: BigInt(value(to)),
    reads: imm === 0,
    next: nextOf(op, state.pc, a, x),
    uses: live ? 1 : 0,
  };
}

function computed(instruction: Instruction, registers: Uint32Array): number {
  const scratch = { pc: 0, gas: 0, registers: registers.slice(), memory: new Uint32Array(0) };
  emulate([instruction, IDLE], scratch, 1);
  return scratch.registers[instruction.rd]!;
}

function nextOf(op: number, pc: number, a: number, x: number): number {
  if (op === OP.halt) return pc;
  if (op === OP.jr) return a;
  return op === OP.jmp || (op === OP.bnz && a !== 0) || (op === OP.bz && a === 0) ? x : pc + 1;
}

/** Carries the state on as the step says. */
function settle({ c, to, fromA, fromB, leftA, leftB, reads, next }: Step, state: Running): void {
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

function accessesOf({ fromA, fromB, to, leftA, leftB, c, reads }: Step, at: number): Access[] {
  const all = [
    { time: 3 * at, address: fromA, left: leftA },
    { time: 3 * at + 1, address: fromB, left: leftB },
    { time: 3 * at + 2, address: to, left: c },
  ];
  return reads ? all : [all[0]!, all[2]!];
}

const COLUMNS = ['live', 'imm', 'rs1', 'rd', 'x', 'gas', 'a', 'b', 'q', 'vOld'] as const;

function columnsOf(steps: readonly Step[], ages: ReadonlyMap<number, number>): Inputs {
  const age = (access: number): bigint[] => steps.map((_, at) => inField(BigInt(ages.get(3 * at + access) ?? 0)));
  return {
    ...Object.fromEntries(COLUMNS.map((name) => [name, steps.map((step) => inField(step[name]))])),
    f: steps.map(({ f }) => f.map(inField)),
    dA: age(0),
    dB: age(1),
    dC: age(2),
  };
}

/** Opened one after another, each in the tree that has those before as they are at the end. */
function paths(ran: Machine, pages: readonly number[], after: readonly bigint[], shape: CircuitShape) {
  const words = memoryOf(ran, shape);
  const tree = new PageTree(words, shape.memoryDepth);
  const children = pages.map((page, slot) => {
    const path = tree.path(page).map((level) => [...level]);
    words.set(after.slice(PAGE_WORDS * slot, PAGE_WORDS * (slot + 1)).map(Number), page * PAGE_WORDS);
    tree.refresh(page);
    return path;
  });
  return { children, root: tree.root };
}

const pageOfAddress = (address: number): number => (address - REGISTERS) >>> 4;
const wordsOf = (page: number): number[] =>
  Array.from({ length: PAGE_WORDS }, (_, at) => REGISTERS + PAGE_WORDS * page + at);

function filled(wanted: readonly number[], room: number): number[] {
  const all = new Set(wanted);
  for (let page = 0; all.size < room; page += 1) all.add(page);
  return [...all].sort((a, b) => a - b);
}
