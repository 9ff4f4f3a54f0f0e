// A flattened task on one input: the state it begins in, and what the state it ends in means.

import { failed, type Result, success } from '../../foundation/index.ts';
import type { Outcome } from '../../protocol/index.ts';
import { emulate, type MachineState } from '../machine/emulator.ts';
import { FIRST_SLOT } from './assembler.ts';
import { ENDS, isRefusal } from './ends.ts';
import { type FlattenedModule, registersFor } from './flatten.ts';

/** Steps that what comes before `run` may take. It is not proven: whoever verifies runs it to make the first state. */
const BEFORE_STEPS_MAX = 1_000_000;

/**
 * The state that a proof begins with: the start function and `alloc` have run, the input is where `alloc` said, and
 * `run` is about to be called. Fails as `not-provable` if they trap or give no place in memory.
 */
export function firstState(program: FlattenedModule, input: Uint8Array): Result<MachineState> {
  const memory = program.image.slice();
  let place = 0;
  let gas = 0;
  for (const [name, pc] of [
    ['the start function', program.startEntry],
    ['alloc', program.allocEntry],
  ] as const) {
    if (pc === undefined) continue;
    const state = { pc, gas, registers: registersFor(program, [input.length]), memory };
    const { halted } = emulate(program.instructions, state, BEFORE_STEPS_MAX);
    if (!halted) return refused(`${name} does not end`);
    if (state.pc !== 0) return refused(`${name} ended with ${ENDS[state.pc]!}`);
    place = state.registers[FIRST_SLOT]!;
    ({ gas } = state);
    // Frames are as if nothing had run.
    memory.set(program.image.subarray(program.frames >>> 2), program.frames >>> 2);
  }
  if (place + input.length > program.memoryBytes) return refused('alloc gave a place outside of the memory');
  new Uint8Array(memory.buffer).set(input, place);
  return success({ pc: program.runEntry, gas, registers: registersFor(program, [place, input.length]), memory });
}

const refused = (message: string): Result<never> =>
  failed({ code: 'not-provable', message: `this run cannot be proven: ${message}` });

/** How a run came to its end. */
export interface Ending {
  readonly end: string;
  /** What a native run says of it; absent if nothing is proven by such an end, so that the task takes another tier. */
  readonly outcome: Outcome | undefined;
  /** Where the output is in memory, in bytes. */
  readonly output: { readonly from: number; readonly length: number };
}

/** What a state in which the machine has halted means; undefined for every other. */
export function endingOf(
  { memoryBytes }: FlattenedModule,
  { pc, registers }: Pick<MachineState, 'pc'> & { readonly registers: ArrayLike<number> },
  outputBytes: number,
): Ending | undefined {
  const end = ENDS[pc];
  const nothing = { from: 0, length: 0 };
  if (end === undefined) return undefined;
  if (pc !== 0) return { end, outcome: isRefusal(pc) ? undefined : 'trap', output: nothing };
  const [length, from] = [registers[FIRST_SLOT]!, registers[FIRST_SLOT + 1]!];
  if (from + length > memoryBytes || length > outputBytes)
    return { end: 'bad output', outcome: 'bad-output', output: nothing };
  return { end, outcome: 'ok', output: { from, length } };
}

/** The pages of an output are those it lies in, in their order. */
export function outputPages({ from, length }: { readonly from: number; readonly length: number }): number[] {
  if (length === 0) return [];
  const [first, last] = [from >>> 6, (from + length - 1) >>> 6];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

export interface FlattenedRun {
  /** Else it was stopped. */
  readonly halted: boolean;
  readonly end: string;
  /** Whether a native run would end so, too: else nothing is proven, and the task takes another tier. */
  readonly outcome: Outcome | undefined;
  readonly steps: number;
  readonly gas: number;
  readonly output: Uint8Array;
}

/** Runs to the end, or for `stepsMax` steps. */
export function runFlattened(
  program: FlattenedModule,
  input: Uint8Array,
  stepsMax: number,
  outputBytes: number,
): Result<FlattenedRun> {
  const first = firstState(program, input);
  if (!first.ok) return first;
  const state = first.value;
  const { steps, halted } = emulate(program.instructions, state, stepsMax);
  const ended = halted ? endingOf(program, state, outputBytes) : undefined;
  const { end, outcome, output } = ended ?? {
    end: 'too many steps',
    outcome: undefined,
    output: { from: 0, length: 0 },
  };
  const bytes = new Uint8Array(state.memory.buffer, output.from, output.length).slice();
  return success({ halted, end, outcome, steps, gas: state.gas, output: bytes });
}
