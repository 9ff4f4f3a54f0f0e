// Traces of programs that are executed in truth, as honest nodes show them. They depend on the program and its cuts alone,
// so that the newest are kept for whoever asks next, in this run or a later one.

import { keepNewest } from '../../core/foundation/index.ts';
import type { Claimed, ModelledWork } from '../../core/protocol/index.ts';
import { Desk, type Executable, ProgramTrace } from '../../core/verification/index.ts';

/** Each is some 33 KB at 1,024 segments. */
const KEPT = 512;

/** What a referee and the nodes of a world execute segment by segment. Undefined of work whose trace is modelled. */
export type ExecutableOf = (work: ModelledWork, segments: number) => Executable | undefined;

const traces = new Map<Executable, ProgramTrace>();
const desk = new Desk();

export function traceOf(executableOf: ExecutableOf, { work, segments }: Claimed): ProgramTrace | undefined {
  const executable = executableOf(work, segments);
  if (executable === undefined) return undefined;
  const trace = traces.get(executable) ?? new ProgramTrace(executable, segments, desk);
  keepNewest(traces, executable, trace, KEPT);
  return trace;
}
