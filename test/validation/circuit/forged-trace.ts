// What a lying prover tells the circuit: forged steps, with everything that follows from them made to fit: ages, pages,
// states.

import { poseidon5 } from 'poseidon-lite/poseidon5';
import { poseidon16 } from 'poseidon-lite/poseidon16';
import { inField } from '../../../core/proof/groth16/field.ts';
import { OP } from '../../../core/proof/machine/instruction-set.ts';
import { PAGE_WORDS, PageTree } from '../../../core/proof/machine/page-tree.ts';
import { filled, programTree, wordsOf } from '../../../core/proof/segments/segment.ts';
import { REGISTERS } from '../../../core/proof/segments/step-log.ts';
import { chained, type Order } from './forged-accesses.ts';
import { accessesOf, type LiedSteps, type Step, stepsOf } from './forged-steps.ts';
import { type Machine, memoryOf, registersOf } from './machine.ts';
import { SHAPE } from './shape.ts';

export interface Lie extends LiedSteps, Order {
  /** The machine that is really run: the statement is about another one. */
  readonly runs?: Partial<Machine>;
  /** Those that are opened. */
  readonly pages?: readonly number[];
  readonly codePages?: readonly number[];
  /** In the end. */
  readonly edit?: (trace: Trace) => void;
}

/** A state that a segment begins or ends in. */
export interface State {
  pc: bigint;
  gas: bigint;
  registers: bigint[];
  root: bigint;
}

const COLUMNS = ['live', 'imm', 'rs1', 'rd', 'x', 'gas', 'a', 'b', 'q', 'vOld'] as const;

/** Signals of circuits/segment.circom, without the hashes of both states. */
export interface Inputs extends Record<(typeof COLUMNS)[number] | 'dA' | 'dB' | 'dC', bigint[]> {
  tag: bigint;
  program: bigint;
  taskInput: bigint;
  taskOutput: bigint;
  steps: bigint;
  pc0: bigint;
  gas0: bigint;
  memoryRoot: bigint;
  m0: bigint[];
  mF: bigint[];
  tF: bigint[];
  page: bigint[];
  children: bigint[][][];
  code: bigint[];
  uses: bigint[];
  codePage: bigint[];
  codeChildren: bigint[][][];
  f: bigint[][];
  /** That only a weakened circuit has. */
  forged?: bigint;
}

/** All that the circuit is told. */
export interface Told extends Inputs {
  stateIn: bigint;
  stateOut: bigint;
}

export interface Trace {
  readonly inputs: Inputs;
  readonly before: State;
  readonly after: State;
  /** What each step writes. */
  readonly written: readonly bigint[];
  /** Trees before anything runs: of the machine that the statement is about, and of the one that is run. */
  readonly trees: Readonly<Record<'memory' | 'program' | 'ranMemory' | 'ranProgram', PageTree>>;
}

/** With the hashes of its states, such as they are now. */
export const told = ({ inputs, before, after }: Trace): Told => ({
  ...inputs,
  stateIn: stateHashOf(before),
  stateOut: stateHashOf(after),
});

/** Of registers that need not be words. */
export function stateHashOf({ pc, root, gas, registers }: State): bigint {
  const halves = [registers.slice(0, 16), registers.slice(16, 32)].map((half) => poseidon16(half));
  return poseidon5([pc, root, gas, ...halves]);
}

export function forge(machine: Machine, lie: Lie): Trace {
  const ran: Machine = { ...machine, ...lie.runs };
  const { steps, uses, pc } = stepsOf(ran, lie);
  const accesses = steps.flatMap(accessesOf);
  const { ages, last } = chained(accesses, lie);
  const touched = accesses.map(({ address }) => Number(address)).filter((address) => address >= REGISTERS);
  const pages = lie.pages ?? filled(new Set(touched.map((at) => (at - REGISTERS) >>> 4)), SHAPE.memoryPages);
  const fetched = new Set([...uses.keys()].map((place) => place >>> 4));
  const codePages = lie.codePages ?? filled(fetched, SHAPE.programPages);
  const trees = {
    memory: new PageTree(memoryOf(machine), SHAPE.memoryDepth),
    program: programTree(machine.program, SHAPE),
    ranMemory: new PageTree(memoryOf(ran), SHAPE.memoryDepth),
    ranProgram: programTree(ran.program, SHAPE),
  };
  const places = [...Array.from({ length: REGISTERS }, (_, at) => at), ...wordsOf(pages, REGISTERS)];
  const m0 = [...registersOf(ran), ...pages.flatMap((page) => trees.ranMemory.page(page))].map(BigInt);
  const mF = places.map((address, at) => last.get(BigInt(address))?.value ?? m0[at]!);
  const { children, root } = opened(ran, pages, mF.slice(REGISTERS));
  const age = (access: number): bigint[] => steps.map((_, at) => inField(BigInt(ages.get(3 * at + access) ?? 0)));
  const inputs: Inputs = {
    tag: 11n,
    program: trees.program.root,
    taskInput: 12n,
    taskOutput: 13n,
    steps: BigInt(steps.filter(({ f }) => f[OP.halt] === 0n).length),
    pc0: BigInt(ran.pc),
    gas0: BigInt(ran.gas),
    memoryRoot: trees.ranMemory.root,
    m0,
    mF,
    tF: places.map((address) => BigInt(last.get(BigInt(address))?.time ?? 0)),
    page: pages.map(BigInt),
    children,
    code: codePages.flatMap((page) => trees.ranProgram.page(page).map(BigInt)),
    uses: wordsOf(codePages, 0).map((place) => BigInt(uses.get(place) ?? 0)),
    codePage: codePages.map(BigInt),
    codeChildren: codePages.map((page) => pathTo(trees.ranProgram, page)),
    ...columnsOf(steps),
    dA: age(0),
    dB: age(1),
    dC: age(2),
  };
  const registers = [...registersOf(machine)].map(BigInt);
  const gas = steps.reduce((sum, step) => sum + step.gas, BigInt(ran.gas));
  const trace: Trace = {
    inputs,
    before: { pc: BigInt(machine.pc), gas: BigInt(machine.gas), registers, root: trees.memory.root },
    after: { pc: BigInt(pc), gas: inField(gas), registers: mF.slice(0, REGISTERS), root },
    written: steps.map(({ c }) => c),
    trees,
  };
  lie.edit?.(trace);
  return trace;
}

const columnsOf = (steps: readonly Step[]) => ({
  ...(Object.fromEntries(COLUMNS.map((name) => [name, steps.map((step) => inField(step[name]))])) as Record<
    (typeof COLUMNS)[number],
    bigint[]
  >),
  f: steps.map(({ f }) => f.map(inField)),
});

/** For others to write to. */
export const pathTo = (tree: PageTree, page: number): bigint[][] => tree.path(page).map((level) => [...level]);

/** Pages one after another, each in the tree that has those before as they are at the end. */
function opened(ran: Machine, pages: readonly number[], after: readonly bigint[]) {
  const words = memoryOf(ran);
  const tree = new PageTree(words, SHAPE.memoryDepth);
  const children = pages.map((page, slot) => {
    const path = pathTo(tree, page);
    words.set(after.slice(PAGE_WORDS * slot, PAGE_WORDS * (slot + 1)).map(Number), page * PAGE_WORDS);
    tree.refresh(page);
    return path;
  });
  return { children, root: tree.root };
}
