// The proof of a task: its run, cut into segments, each proven by a process of its own as far as there are some.

import { limitPresets } from '../execution/index.ts';
import { failed, type Result, success } from '../foundation/index.ts';
import type { CircuitShape } from './circuit-shape.ts';
import { countSegments } from './cut.ts';
import { emulate, type MachineState } from './emulator.ts';
import { PageTree } from './page-tree.ts';
import type { OpenedState, ProofFile } from './proof-file.ts';
import { endingOf, firstState } from './run-flattened.ts';
import { programTree, type Segment, segmentsOf } from './segment.ts';
import { committed } from './state.ts';
import { type Claimant, inputNumber, outputNumber, programOf, type Statement, tagOf } from './statement.ts';
import { misfit, outputPages } from './verifier.ts';

/** Of a run that anybody would prove. */
const STEPS_MAX = 5_000_000;

/** What is proven before any of it is: everything but the proofs of the segments. */
export interface Plan {
  readonly file: Omit<ProofFile, 'key' | 'segments'>;
  readonly statement: Statement;
  readonly steps: number;
  readonly segments: number;
  /** A new run over the segments, each with all that the circuit is told. */
  readonly eachSegment: () => Generator<Segment>;
}

/** Runs the task, and says why it cannot be proven if it cannot: `not-provable`, `not-flattened`, `module-refused`. */
export function planProof(
  module: Uint8Array,
  input: Uint8Array,
  claimant: Claimant,
  shape: CircuitShape,
): Result<Plan> {
  const program = programOf(module);
  if (!program.ok) return program;
  const refusal = misfit(program.value, shape);
  if (refusal !== undefined) return refused(refusal);
  const { instructions } = program.value;
  const first = firstState(program.value, input);
  if (!first.ok) return first;
  const state = copyOf(first.value);
  const { steps, halted } = emulate(instructions, state, STEPS_MAX);
  if (!halted) return refused(`it runs for more than ${STEPS_MAX} steps`);
  const ending = endingOf(program.value, state, limitPresets.default.outputBytes);
  if (ending?.outcome === undefined) return refused(`it ends with ${ending?.end ?? 'nothing'}`);
  const segments = countSegments(instructions, copyOf(first.value), shape);
  const memory = new PageTree(state.memory, shape.memoryDepth);
  const end: OpenedState = {
    ...committed(state, memory.root),
    pages: outputPages(ending.output).map((page) => ({ page, words: memory.page(page), path: memory.path(page) })),
  };
  const { outcome, output: place } = ending;
  const output = new Uint8Array(state.memory.buffer).slice(place.from, place.from + place.length);
  const tree = programTree(instructions, shape);
  const eachSegment = (): Generator<Segment> => {
    const begin = copyOf(first.value);
    return segmentsOf(instructions, tree, begin, new PageTree(begin.memory, shape.memoryDepth), shape);
  };
  const statement = {
    tag: tagOf(module, input, claimant),
    program: tree.root,
    taskInput: inputNumber(input),
    taskOutput: outputNumber(outcome, state.gas, output),
  };
  const file = { ...claimant, circuit: shape.name, module, input, outcome, output, end };
  return success({ file, statement, steps, segments, eachSegment });
}

const copyOf = (state: MachineState): MachineState => ({
  ...state,
  registers: state.registers.slice(),
  memory: state.memory.slice(),
});

const refused = (why: string): Result<never> =>
  failed({ code: 'not-provable', message: `this run cannot be proven: ${why}` });

/** Everything that the circuit is told of a segment, public signals included. */
export function inputsOf(statement: Statement, segment: Segment): Readonly<Record<string, unknown>> {
  const { stateIn, stateOut, steps, inputs } = segment;
  return { ...statement, stateIn, stateOut, steps, ...inputs };
}
