// A flattened task on one input: the state it begins in, and what the state it ends in means.

import { failed, type Result, success } from '../foundation/index.ts';
import { emulate, type MachineState } from './emulator.ts';
import { type FlattenedModule, registersFor } from './flatten.ts';
import { FIRST_SLOT } from './flatten-assembler.ts';
import { ENDS, isRefusal } from './flatten-traps.ts';

/** Steps that what comes before `run` may take. It is not proven: whoever verifies runs it to make the first state. */
const BEFORE_STEPS_MAX = 1_000_000;

/**
 * The state that a proof begins with: the start function and `alloc` have run, the input is where `alloc` said, and
 * `run` is about to be called. Fails as `not-flattened` if they trap or give no place in memory.
 */
function firstState(program: FlattenedModule, input: Uint8Array): Result<MachineState> {
  const memory = program.image.slice();
  let place = 0;
  for (const [name, pc] of [
    ['the start function', program.startEntry],
    ['alloc', program.allocEntry],
  ] as const) {
    if (pc === undefined) continue;
    const state = { pc, registers: registersFor(program, [input.length]), memory };
    const { halted } = emulate(program.instructions, state, BEFORE_STEPS_MAX);
    if (!halted) return refused(`${name} does not end`);
    if (state.pc !== 0) return refused(`${name} ended with ${ENDS[state.pc]!}`);
    place = state.registers[FIRST_SLOT]!;
    // Frames are as if nothing had run.
    memory.set(program.image.subarray(program.frames >>> 2), program.frames >>> 2);
  }
  if (place + input.length > program.memoryBytes) return refused('alloc gave a place outside of the memory');
  new Uint8Array(memory.buffer).set(input, place);
  return success({ pc: program.runEntry, registers: registersFor(program, [place, input.length]), memory });
}

const refused = (message: string): Result<never> =>
  failed({ code: 'not-flattened', message: `this run cannot be proven: ${message}` });

export interface FlattenedRun {
  readonly end: (typeof ENDS)[number] | 'bad output' | 'too many steps';
  /** Whether a native run would end so, too: else nothing is proven, and the task takes another tier. */
  readonly provable: boolean;
  readonly steps: number;
  readonly output: Uint8Array;
  /** By segment of `segmentSteps`: pages of 16 words that its loads and stores touch. */
  readonly pages: readonly number[];
}

export function runFlattened(
  program: FlattenedModule,
  input: Uint8Array,
  stepsMax: number,
  segmentSteps: number,
): Result<FlattenedRun> {
  const first = firstState(program, input);
  if (!first.ok) return first;
  const state = first.value;
  const touched: Set<number>[] = [];
  const { steps, halted } = emulate(program.instructions, state, stepsMax, (word, step) => {
    const segment = Math.floor(step / segmentSteps);
    (touched[segment] ??= new Set()).add(word >>> 4);
  });
  const segments = Math.max(1, Math.ceil(steps / segmentSteps));
  const pages = Array.from({ length: segments }, (_, at) => touched[at]?.size ?? 0);
  const nothing = new Uint8Array(0);
  if (!halted) return success({ end: 'too many steps', provable: false, steps, output: nothing, pages });
  const end = ENDS[state.pc]!;
  if (state.pc !== 0) return success({ end, provable: !isRefusal(state.pc), steps, output: nothing, pages });
  const [length, from] = [state.registers[FIRST_SLOT]!, state.registers[FIRST_SLOT + 1]!];
  if (from + length > program.memoryBytes)
    return success({ end: 'bad output', provable: true, steps, output: nothing, pages });
  const output = new Uint8Array(state.memory.buffer, from, length).slice();
  return success({ end, provable: true, steps, output, pages });
}
