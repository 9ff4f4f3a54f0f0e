// A run in a runtime that shows nothing of a module but its standard output: the module reports about itself, and one
// that traps is run again until its last report is known to be exact.

import { commandProgram, FAULT_CODE, type Reporting } from './command-program.ts';
import { type CommandRecord, KIND, PHASE, RECORD_BYTES, readRecord } from './command-record.ts';
import { type End, ends, type Measured, measured, START_FUNCTION, settled } from './ends.ts';
import { exactly, goingOn } from './exact-code.ts';
import { type Execution, faulted } from './outcome.ts';
import type { RunRequest } from './run-request.ts';

/** Runs a program without input. It keeps what was written even if the program trapped. Rejects on faults. */
export type WasiCommand = (program: Uint8Array) => Promise<{
  /** `failed`: neither an exit nor a trap. */
  readonly kind: 'exited' | 'trapped' | 'failed';
  readonly code?: number;
  readonly detail?: string;
  readonly output: Uint8Array;
}>;

/** Never rejects. Whoever calls it bounds its wall-clock time. */
export async function runAsCommand(run: WasiCommand, request: RunRequest): Promise<Execution> {
  try {
    const first = await run(commandProgram({ ...request, bytes: goingOn(request.bytes) }));
    if (first.kind === 'trapped') return await trappedRun(run, request);
    const { outcome, gas, output, traceHash, detail } = reported(first, request);
    return { outcome, gas, output, traceHash, detail };
  } catch (error) {
    return faulted('unknown', String(error));
  }
}

const functionOf: Readonly<Record<number, string>> = {
  [PHASE.start]: START_FUNCTION,
  [PHASE.alloc]: 'alloc',
  [PHASE.run]: 'run',
  [PHASE.command]: '_start',
};

type Done = Awaited<ReturnType<WasiCommand>>;

function reported({ kind, code, detail, output }: Done, { abi, limits }: RunRequest): Measured {
  if (kind === 'failed') return faulted('unknown', detail ?? '');
  const start = output.length - RECORD_BYTES;
  if (code !== 0 || start < 0) {
    return faulted(
      'unknown',
      code === FAULT_CODE ? 'the runtime did not write what it was told' : `it ended with ${String(code)}`,
    );
  }
  const record = readRecord(output, start);
  const ended = endOf(record, abi, limits.outputBytes, () => output.slice(0, start));
  return measured(ended, record, limits);
}

function endOf(record: CommandRecord, abi: string, outputBytes: number, output: () => Uint8Array): End {
  const { kind, value, phase, overflowed } = record;
  const name = functionOf[phase]!;
  if (kind === KIND.trapped) return ends.trapIn(name);
  if (kind === KIND.badInput) return ends.badInput();
  if (kind === KIND.badOutput) return ends.badOutput();
  if (kind === KIND.tooLong) return ends.tooLong(Number(value), outputBytes);
  const code = kind === KIND.exited ? Number(BigInt.asIntN(32, value)) : 0;
  if (abi === 'command') return ends.command(code, overflowed, output);
  return kind === KIND.exited ? ends.leftIn(name) : ends.ok(output());
}

/** The globals of a trapped module are lost. It reports them as it goes; each run looks closer at where the last ended. */
async function trappedRun(run: WasiCommand, request: RunRequest): Promise<Execution> {
  const exact = { ...request, bytes: exactly(request.bytes).bytes };
  let reporting: Reporting = { after: 0n, stride: 1n };
  let known: CommandRecord | undefined;
  let closing = false;
  for (;;) {
    const done = await run(commandProgram(exact, reporting));
    const last = lastTick(done.output);
    known = last ?? known;
    if (done.kind === 'trapped') {
      if (last === undefined ? reporting.stride === 1n : last.value === 1n) return trappedAt(known, request);
      if (last !== undefined) reporting = { after: last.count, stride: 1n };
      else {
        closing = true;
        reporting = { ...reporting, stride: reporting.stride / 2n };
      }
    } else if (done.kind === 'exited' && last?.kind === KIND.paused) {
      reporting = { after: last.count, stride: closing ? reporting.stride : reporting.stride * 2n };
    } else return settled(reported(done, request), false);
  }
}

function lastTick(output: Uint8Array): CommandRecord | undefined {
  if (output.length < RECORD_BYTES) return undefined;
  const record = readRecord(output, output.length - RECORD_BYTES);
  if (record.kind === KIND.tick || record.kind === KIND.paused) return record;
  return undefined;
}

/** Any function is charged before it can trap, so without a report none was called. */
function trappedAt(record: CommandRecord | undefined, { limits }: RunRequest): Execution {
  if (record === undefined) return faulted('instantiate', 'a segment of the module does not fit');
  return settled(measured(ends.trapIn(functionOf[record.phase]!), record, limits), false);
}
