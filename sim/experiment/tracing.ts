// Real traces for a run: what its tasks are executed as, segment by segment, when results are disputed or drawn. Loaded by
// runs that have such tasks, since what commits to provable programs takes a while to load.

import { limitPresets, type TaskCode, TaskRun, taskCodeOf } from '../../core/execution/index.ts';
import { keepNewest } from '../../core/foundation/index.ts';
import { circuitShapes, sizeOfProof, TracedModule } from '../../core/proof/index.ts';
import type { LimitPreset, ModelledWork, ProgramContents } from '../../core/protocol/index.ts';
import { claimOfTask, type Executable, flattened, interpreted } from '../../core/verification/index.ts';
import type { Cell } from '../scenario/cells.ts';
import { type ExecutableOf, type OpenProgram, RunFault } from '../world/index.ts';

/** Whose cuts and commitments traces of provable programs have. */
const SHAPE = circuitShapes.default;
/** Instructions of the interpreter that a program takes for its gas, as a rule: what is more is in the last segment. */
const STEPS_FOR_GAS = 1.5;
/** Executables: they keep little but the state that they begin with. */
const KEPT = 4_096;

function refuseUnprovable(programs: Programs, segments: number): void {
  for (const [at, program] of programs.entries()) {
    if (program === undefined) continue;
    const path = `workload[${at}].task`;
    const size = sizeOfProof(program.module.bytes, program.inputs.at(0).bytes, SHAPE);
    if (!size.ok) throw new RunFault([{ ...size.failures[0]!, path, hint: OTHERWISE }]);
    if (size.value.segments <= segments) continue;
    const message = `its run has ${size.value.segments} segments of the circuit, and its trace is cut into ${segments}`;
    throw new RunFault([{ code: 'too-many-segments', message, path, hint: `more "segments", or: ${OTHERWISE}` }]);
  }
}

const OTHERWISE = 'what the circuit cannot follow has other states: verification: { states: dump }';

interface Traceable {
  readonly code: TaskCode;
  /** Made when it is asked for. */
  provable: TracedModule | undefined;
}

// What is known of modules and their inputs is the same in every run of a thread.
const modules = new Map<string, Traceable | undefined>();
const executables = new Map<string, Executable>();

type Programs = readonly (OpenProgram | undefined)[];

/** For a cell whose results can be disputed. Throws RunFault if a task does not go with its `states`. */
export function openTraces({ verification: { parameters } }: Cell, programs: Programs): ExecutableOf {
  const inCircuit = parameters['states'] === 'circuit';
  if (inCircuit) refuseUnprovable(programs, Number(parameters['segments']));
  return (work, segments) => {
    const { program, proof, source, amount } = work;
    const open = programs[source];
    if (program === undefined || open === undefined || proof !== undefined || program.own !== undefined)
      return undefined;
    const key = `${inCircuit}/${program.module}/${program.input}/${program.limits}/${amount}/${segments}`;
    const known = executables.get(key);
    if (known !== undefined) return known;
    const input = open.inputs.find(program.input);
    if (input === undefined || program.module !== open.module.digest) return undefined;
    const made = executableOf({ module: open.module, input }, program.limits, work, segments, inCircuit);
    if (made === undefined) return undefined;
    keepNewest(executables, key, made, KEPT);
    return made;
  };
}

function executableOf(
  contents: ProgramContents,
  preset: LimitPreset,
  { amount }: ModelledWork,
  segments: number,
  inCircuit: boolean,
): Executable | undefined {
  const traceable = traceableOf(contents, preset);
  if (traceable === undefined) return undefined;
  const { code } = traceable;
  const limits = limitPresets[preset];
  if (!inCircuit) return interpreted(code, contents, Math.ceil((amount * STEPS_FOR_GAS) / segments));
  const native = (): string | undefined => {
    const run = new TaskRun(code, contents.input.bytes);
    run.finish();
    return claimOfTask(contents, limits, run.ended!);
  };
  traceable.provable ??= TracedModule.of(contents.module.bytes, SHAPE);
  return traceable.provable && flattened(traceable.provable, contents, limits, native);
}

function traceableOf({ module }: ProgramContents, limits: LimitPreset): Traceable | undefined {
  const key = `${module.digest}/${limits}`;
  if (!modules.has(key)) {
    const code = taskCodeOf(module.bytes, limitPresets[limits]);
    modules.set(key, code && { code, provable: undefined });
  }
  return modules.get(key);
}
