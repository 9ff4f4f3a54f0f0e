// The proof of a task: its run, cut into segments, each proven by a process of its own as far as there are some.

import { limitPresets } from '../../execution/index.ts';
import { failed, type Result, success } from '../../foundation/index.ts';
import type { Outcome } from '../../protocol/index.ts';
import type { FlattenedModule } from '../flattening/flatten.ts';
import { type Ending, endingOf, firstState, outputPages } from '../flattening/run-flattened.ts';
import { emulate, type MachineState } from '../machine/emulator.ts';
import { PageTree } from '../machine/page-tree.ts';
import { committed } from '../machine/state.ts';
import type { CircuitShape } from '../segments/circuit-shape.ts';
import { countSegments } from '../segments/cut.ts';
import { programTree, type Segment, segmentsOf } from '../segments/segment.ts';
import { misfit } from '../verifying/known-modules.ts';
import type { OpenedState, ProofFile } from '../verifying/proof-file.ts';
import { type Claimant, inputNumber, outputNumber, programOf, type Statement, tagOf } from '../verifying/statement.ts';

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

interface Begun {
  readonly program: FlattenedModule;
  readonly first: MachineState;
}

function begin(module: Uint8Array, input: Uint8Array, shape: CircuitShape): Result<Begun> {
  const program = programOf(module);
  if (!program.ok) return program;
  const refusal = misfit(program.value, shape);
  if (refusal !== undefined) return refused(refusal);
  const first = firstState(program.value, input);
  return first.ok ? success({ program: program.value, first: first.value }) : first;
}

interface Run {
  readonly state: MachineState;
  readonly steps: number;
  readonly outcome: Outcome;
  readonly output: Ending['output'];
}

function runToEnd({ program, first }: Begun): Result<Run> {
  const state = copyOf(first);
  const { steps, halted } = emulate(program.instructions, state, STEPS_MAX);
  if (!halted) return refused(`it runs for more than ${STEPS_MAX} steps`);
  const ending = endingOf(program, state, limitPresets.default.outputBytes);
  if (ending?.outcome === undefined) return refused(`it ends with ${ending?.end ?? 'nothing'}`);
  return success({ state, steps, outcome: ending.outcome, output: ending.output });
}

/** How much there is to prove; fails as `planProof` does. */
export function sizeOfProof(
  module: Uint8Array,
  input: Uint8Array,
  shape: CircuitShape,
): Result<{ readonly steps: number; readonly segments: number }> {
  const begun = begin(module, input, shape);
  if (!begun.ok) return begun;
  const run = runToEnd(begun.value);
  if (!run.ok) return run;
  const { program, first } = begun.value;
  return success({ steps: run.value.steps, segments: countSegments(program.instructions, first, shape) });
}

/** Runs the task, and says why it cannot be proven if it cannot: `not-provable`, `not-flattened`, `module-refused`. */
export function planProof(
  module: Uint8Array,
  input: Uint8Array,
  claimant: Claimant,
  shape: CircuitShape,
): Result<Plan> {
  const begun = begin(module, input, shape);
  if (!begun.ok) return begun;
  const run = runToEnd(begun.value);
  if (!run.ok) return run;
  const { instructions } = begun.value.program;
  const { first } = begun.value;
  const { state, steps, outcome, output: place } = run.value;
  const segments = countSegments(instructions, copyOf(first), shape);
  const memory = new PageTree(state.memory, shape.memoryDepth);
  const end: OpenedState = {
    ...committed(state, memory.root),
    pages: outputPages(place).map((page) => ({ page, words: memory.page(page), path: memory.path(page) })),
  };
  const output = new Uint8Array(state.memory.buffer).slice(place.from, place.from + place.length);
  const tree = programTree(instructions, shape);
  const eachSegment = (): Generator<Segment> => {
    const fresh = copyOf(first);
    return segmentsOf(instructions, tree, fresh, new PageTree(fresh.memory, shape.memoryDepth), shape);
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
