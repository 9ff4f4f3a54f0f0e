// A flattened task that is run from cut to cut, each state committed as the segment circuit commits it. Whoever is shown
// the pages that one segment needs can run that segment again.

import { Buffer } from 'node:buffer';
import type { Outcome } from '../../protocol/index.ts';
import { type FlattenedModule, flattenModule } from '../flattening/flatten.ts';
import { endingOf, firstState, outputPages } from '../flattening/run-flattened.ts';
import { emulate, type MachineState } from '../machine/emulator.ts';
import { type Instruction, OP } from '../machine/instruction-set.ts';
import { PAGE_WORDS, PageTree } from '../machine/page-tree.ts';
import { committed, stateHash } from '../machine/state.ts';
import type { CircuitShape } from '../segments/circuit-shape.ts';
import { OpenPages, passSegment } from '../segments/cut.ts';
import { misfit } from '../verifying/known-modules.ts';
import { readOpened, writeOpened } from '../verifying/packed-proof.ts';
import type { OpenedState } from '../verifying/proof-file.ts';
import { OpenedMemory } from './opened-memory.ts';

/** Instructions between two looks at the gas of a run that goes on for long. */
const STRIDE = 100_000;
const PAGE_BYTES = 4 * PAGE_WORDS;
/** Compared at once. */
const PART = 64 * PAGE_BYTES;

/** What bounds a run. */
export interface Bounds {
  readonly gas: bigint;
  readonly outputBytes: number;
}

/** How a run has ended. `outcome` is undefined if it is for a native run to say. */
export interface TracedEnd {
  readonly outcome: Outcome | undefined;
  readonly gas: number;
  readonly output: Uint8Array;
}

/** A module that can be traced so, with the tree of its memory before anything ran: most of it stays as it is. */
export class TracedModule {
  readonly program: FlattenedModule;
  readonly shape: CircuitShape;
  readonly image: PageTree;

  private constructor(program: FlattenedModule, shape: CircuitShape) {
    this.program = program;
    this.shape = shape;
    this.image = new PageTree(program.image, shape.memoryDepth);
  }

  /** The module has passed the gate. Undefined if it cannot be flattened, or is too large for the circuit. */
  static of(module: Uint8Array, shape: CircuitShape): TracedModule | undefined {
    const program = flattenModule(module);
    return program.ok && misfit(program.value, shape) === undefined
      ? new TracedModule(program.value, shape)
      : undefined;
  }

  /** Undefined if what comes before `run` does not come to a state. */
  begin(input: Uint8Array, bounds: Bounds): TracedRun | undefined {
    const first = firstState(this.program, input);
    return first.ok ? new TracedRun(this, first.value, bounds) : undefined;
  }

  /** Where the segment that begins in a shown state leads to; undefined if too little was shown, or what is no state. */
  again(evidence: Uint8Array, stateIn: bigint, bounds: Bounds, isLast: boolean): bigint | TracedEnd | undefined {
    const { program, shape } = this;
    const shown = readOpened(evidence, shape);
    if (shown === undefined || stateHash(shown) !== stateIn) return undefined;
    const memory = OpenedMemory.of(shown.pages, shown.memoryRoot, shape.memoryDepth);
    if (memory === undefined) return undefined;
    const registers = Uint32Array.from(shown.registers);
    const state = { pc: shown.pc, gas: shown.gas, registers, memory: memory.words };
    const ran = runShown(program.instructions, state, memory, shape, bounds, isLast);
    if (ran === undefined) return undefined;
    if (ran === 'goes on') return stateHash(committed(state, memory.root() ?? shown.memoryRoot));
    const end = endOf(program, state, bounds);
    return end.place.every((page) => memory.has(page)) ? end : undefined;
  }
}

export class TracedRun {
  ended: TracedEnd | undefined;
  private readonly module: TracedModule;
  private readonly bounds: Bounds;
  private readonly state: MachineState;
  private readonly tree: PageTree;
  /** The memory as the tree has it. */
  private readonly seen: Uint32Array;

  constructor(module: TracedModule, state: MachineState, bounds: Bounds) {
    this.module = module;
    this.bounds = bounds;
    this.state = state;
    this.tree = module.image.copyOver(state.memory);
    this.seen = new Uint32Array(state.memory.length);
    this.seen.set(module.program.image);
  }

  get memory(): Uint8Array {
    return new Uint8Array(this.state.memory.buffer, 0, this.module.program.memoryBytes);
  }

  advance(isLast: boolean): void {
    const { program, shape } = this.module;
    const { state, bounds } = this;
    if (this.ended !== undefined) return;
    if (isLast) runOn(program.instructions, state, bounds);
    else passSegment(program.instructions, state, new OpenPages(shape));
    if (isLast || isOver(program.instructions, state, bounds)) this.ended = endOf(program, state, bounds);
  }

  hash(): bigint {
    this.refresh();
    return stateHash(committed(this.state, this.tree.root));
  }

  /** What somebody else needs to run the segment that begins here. */
  evidence(isLast: boolean): Uint8Array {
    this.refresh();
    const { program, shape } = this.module;
    const ahead = { ...this.state, registers: this.state.registers.slice(), memory: this.state.memory.slice() };
    const needed = new Set<number>();
    const touched = (word: number): void => void needed.add(Math.floor(word / PAGE_WORDS));
    if (isLast) runOn(program.instructions, ahead, this.bounds, touched);
    else {
      const pages = new OpenPages(shape);
      passSegment(program.instructions, ahead, pages);
      for (const page of pages.memory) needed.add(page);
    }
    if (isLast || isOver(program.instructions, ahead, this.bounds)) {
      for (const page of endOf(program, ahead, this.bounds).place) needed.add(page);
    }
    const opened: OpenedState = {
      ...committed(this.state, this.tree.root),
      pages: [...needed]
        .sort((a, b) => a - b)
        .map((page) => ({ page, words: this.tree.page(page), path: this.tree.path(page) })),
    };
    return writeOpened(opened, shape);
  }

  private refresh(): void {
    const { memory } = this.state;
    const [now, then] = [bytesOf(memory), bytesOf(this.seen)];
    const differs = (from: number, bytes: number): boolean => {
      const until = Math.min(from + bytes, now.length);
      return now.compare(then, from, until, from, until) !== 0;
    };
    for (let from = 0; from < now.length; from += PART) {
      if (!differs(from, PART)) continue;
      for (let at = from; at < Math.min(from + PART, now.length); at += PAGE_BYTES) {
        if (differs(at, PAGE_BYTES)) this.tree.refresh(at / PAGE_BYTES);
      }
    }
    this.seen.set(memory);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const isOver = (instructions: readonly Instruction[], { pc, gas }: MachineState, bounds: Bounds): boolean =>
  instructions[pc]!.op === OP.halt || BigInt(gas) > bounds.gas;

/** To its end, or until it has taken more gas than it is granted. */
function runOn(
  instructions: readonly Instruction[],
  state: MachineState,
  bounds: Bounds,
  touched?: (word: number) => void,
): void {
  while (!isOver(instructions, state, bounds)) emulate(instructions, state, STRIDE, touched);
}

/** The same on pages that were shown, step by step: nothing is believed of the state. */
function runShown(
  instructions: readonly Instruction[],
  state: MachineState,
  memory: OpenedMemory,
  shape: CircuitShape,
  bounds: Bounds,
  isLast: boolean,
): 'goes on' | 'ended' | undefined {
  const pages = new OpenPages(isLast ? { ...shape, memoryPages: Infinity, programPages: Infinity } : shape);
  const steps = isLast ? Infinity : shape.steps;
  const opened: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const instruction = instructions[state.pc];
    if (instruction === undefined) return undefined;
    if (instruction.op === OP.halt || (isLast && step % STRIDE === 0 && BigInt(state.gas) > bounds.gas)) return 'ended';
    if (instruction.op === OP.load || instruction.op === OP.store) {
      const at = state.registers[instruction.rs1]! + instruction.x;
      if (at % 4 !== 0 || at >= state.memory.length * 4) return undefined;
    }
    if (!pages.admit(instruction, state, (page) => opened.push(page))) break;
    if (opened.some((page) => !memory.has(page))) return undefined;
    opened.length = 0;
    emulate(instructions, state, 1);
  }
  if (instructions[state.pc] === undefined) return undefined;
  return isLast || isOver(instructions, state, bounds) ? 'ended' : 'goes on';
}

/** `place`: the pages of its output. */
function endOf(
  program: FlattenedModule,
  state: MachineState,
  { gas, outputBytes }: Bounds,
): TracedEnd & { readonly place: readonly number[] } {
  const ending = BigInt(state.gas) > gas ? undefined : endingOf(program, state, outputBytes);
  if (ending?.outcome === undefined) return { outcome: undefined, gas: 0, output: new Uint8Array(0), place: [] };
  const { from, length } = ending.output;
  const output = new Uint8Array(state.memory.buffer, from, length).slice();
  return { outcome: ending.outcome, gas: state.gas, output, place: outputPages(ending.output) };
}
