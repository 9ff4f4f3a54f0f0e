// A run cut into segments, and for each what the circuit is told.

import { assert } from '../../foundation/index.ts';
import { emulate, type MachineState } from '../machine/emulator.ts';
import { type Instruction, OP, wordOf } from '../machine/instruction-set.ts';
import { PAGE_WORDS, PageTree } from '../machine/page-tree.ts';
import { committed, stateHash } from '../machine/state.ts';
import type { CircuitShape } from './circuit-shape.ts';
import { OpenPages } from './cut.ts';
import { REGISTERS, StepLog } from './step-log.ts';

/** Signals of circuits/segment.circom by name, without the public ones. */
export type CircuitInputs = Readonly<Record<string, Signal>>;
export type Signal = number | bigint | readonly Signal[];

export interface Segment {
  readonly stateIn: bigint;
  readonly stateOut: bigint;
  /** Without idle ones. */
  readonly steps: number;
  readonly inputs: CircuitInputs;
}

/** The words of a program, as they are committed. */
export const programTree = (instructions: readonly Instruction[], { programDepth }: CircuitShape): PageTree =>
  new PageTree(instructions.map(wordOf), programDepth);

/**
 * Runs `state` to its end, which must come, one segment at a time: there is always one, and the last may be all idle.
 * `memory` is the tree of the state's memory; both are carried on.
 */
export function* segmentsOf(
  instructions: readonly Instruction[],
  program: PageTree,
  state: MachineState,
  memory: PageTree,
  shape: CircuitShape,
): Generator<Segment> {
  do yield nextSegment(instructions, program, state, memory, shape);
  while (instructions[state.pc]!.op !== OP.halt);
}

function nextSegment(
  instructions: readonly Instruction[],
  program: PageTree,
  state: MachineState,
  memory: PageTree,
  shape: CircuitShape,
): Segment {
  const before = committed(state, memory.root);
  const log = new StepLog(state);
  const pages = new OpenPages(shape);
  const first = new Map<number, number[]>();
  let steps = 0;
  for (; steps < shape.steps; steps += 1) {
    const instruction = instructions[state.pc]!;
    if (instruction.op === OP.halt) break;
    if (!pages.admit(instruction, state, (page) => first.set(page, memory.page(page)))) break;
    log.step(instruction);
    emulate(instructions, state, 1);
  }
  while (log.length < shape.steps) log.idle();
  const opened = filled(pages.memory, shape.memoryPages);
  const memoryRoot = before.memoryRoot;
  const children = opened.map((page) => {
    const path = memory.path(page);
    if (first.has(page)) memory.refresh(page);
    return path;
  });
  const openedCode = filled(pages.program, shape.programPages);
  const uses = log.uses();
  const after = committed(state, memory.root);
  return {
    stateIn: stateHash(before),
    stateOut: stateHash(after),
    steps,
    inputs: {
      pc0: before.pc,
      gas0: before.gas,
      memoryRoot,
      m0: [...before.registers, ...opened.flatMap((page) => first.get(page) ?? memory.page(page))],
      mF: [...after.registers, ...opened.flatMap((page) => memory.page(page))],
      tF: [...after.registers.keys(), ...wordsOf(opened, REGISTERS)].map((address) => log.timeOf(address)),
      page: opened,
      children,
      code: openedCode.flatMap((page) => program.page(page)),
      uses: wordsOf(openedCode, 0).map((word) => uses.get(word) ?? 0),
      codePage: openedCode,
      codeChildren: openedCode.map((page) => program.path(page)),
      ...log.columns,
    },
  };
}

/** Addresses of the words of pages, if the first page begins at `from`. */
export const wordsOf = (pages: readonly number[], from: number): number[] =>
  pages.flatMap((page) => Array.from({ length: PAGE_WORDS }, (_, at) => from + page * PAGE_WORDS + at));

/** As many as there is room for, in their order: those that are needed and, for the rest, the lowest others. */
export function filled(pages: ReadonlySet<number>, room: number): number[] {
  const all = new Set(pages);
  for (let page = 0; all.size < room; page += 1) all.add(page);
  assert(all.size === room, 'a segment keeps to its pages', { pages: all.size, room });
  return [...all].sort((a, b) => a - b);
}
