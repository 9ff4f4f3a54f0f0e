// The task ABI over any engine: put the input into the module, call it, read the output, and say how it ended.

import { type End, ends, hex, type Measured, measured, START_FUNCTION, settled } from './ends.ts';
import { exactly } from './exact-code.ts';
import type { ExecutionLimits } from './limits.ts';
import { type Checkpoint, type Execution, faulted, NO_TRACE } from './outcome.ts';
import type { Abi } from './prepare.ts';
import { CHECKPOINT, GAS, HOST, START, STATUS_GLOBAL, TRACE } from './rewrite.ts';
import type { Call, Instance, Instantiate, Scalar } from './runtime.ts';
import { Exit, WasiStreams } from './wasi.ts';

const EMPTY = new Uint8Array(0);

/**
 * Runs a rewritten module on one input, and once more if it trapped, with code that is exact. Synchronous: whoever
 * calls it bounds its wall-clock time.
 */
export function runTask(
  bytes: Uint8Array,
  abi: Abi,
  input: Uint8Array,
  limits: ExecutionLimits,
  instantiate: Instantiate,
): Execution {
  const first = runOnce(bytes, abi, input, limits, instantiate);
  if (first.trapped === undefined) return first;
  const exact = exactly(bytes);
  return settled(runOnce(exact.bytes, abi, input, limits, instantiate), exact.goesOn);
}

function runOnce(
  bytes: Uint8Array,
  abi: Abi,
  input: Uint8Array,
  limits: ExecutionLimits,
  instantiate: Instantiate,
): Measured {
  const passed: Checkpoint[] = [];
  const streams = new WasiStreams(input, limits.outputBytes);
  let instance: Instance | undefined;
  try {
    const given = streams.host(() => instance?.memory() ?? EMPTY);
    const checkpoint = (left: bigint): undefined => {
      const traceHash = instance?.has(TRACE) === true ? hex(BigInt(instance.global(TRACE))) : NO_TRACE;
      passed.push({ gas: limits.gas - left, traceHash });
    };
    instance = instantiate(bytes, { ...given, [HOST]: { [CHECKPOINT]: checkpoint } });
  } catch (error) {
    return faulted('instantiate', String(error));
  }
  try {
    const ended = perform(instance, abi, input, limits, streams);
    const seen = passed.length === 0 ? {} : { checkpoints: passed };
    return { ...measured(ended, metersOf(instance), limits), ...seen };
  } catch (error) {
    // Neither a trap nor an exit: the engine itself ran out of something, such as its own stack.
    return faulted('unknown', String(error));
  }
}

const metersOf = (instance: Instance): Parameters<typeof measured>[1] => ({
  gasLeft: BigInt(instance.global(GAS)),
  status: Number(instance.global(STATUS_GLOBAL)),
  trace: instance.has(TRACE) ? BigInt(instance.global(TRACE)) : 0n,
});

function perform(instance: Instance, abi: Abi, input: Uint8Array, limits: ExecutionLimits, streams: WasiStreams): End {
  if (instance.has(START)) {
    const started = call(instance, START, []);
    if (started.kind === 'trapped') return ends.trapIn(START_FUNCTION);
    if (started.kind === 'exited' && abi === 'task') return ends.leftIn(START_FUNCTION);
    if (started.kind === 'exited') return commandEnd(streams, started.code);
  }
  return abi === 'task' ? task(instance, input, limits) : command(instance, streams);
}

/** An exit thrown by proc_exit is an ordinary end; everything else that is thrown passes through. */
function call(instance: Instance, name: string, args: readonly number[]): Call | { kind: 'exited'; code: number } {
  try {
    return instance.call(name, args);
  } catch (error) {
    if (error instanceof Exit) return { kind: 'exited', code: error.code };
    throw error;
  }
}

const failedIn = (name: string, { kind }: { kind: 'trapped' | 'exited' }): End =>
  kind === 'trapped' ? ends.trapIn(name) : ends.leftIn(name);

function task(instance: Instance, input: Uint8Array, { outputBytes }: ExecutionLimits): End {
  const given = call(instance, 'alloc', [input.length]);
  if (given.kind !== 'returned') return failedIn('alloc', given);
  const place = Number(given.value) >>> 0;
  const memory = instance.memory();
  if (memory === undefined || place + input.length > memory.length) return ends.badInput();
  memory.set(input, place);
  const done = call(instance, 'run', [place, input.length]);
  if (done.kind !== 'returned') return failedIn('run', done);
  return outputOf(instance.memory() ?? EMPTY, done.value, { outputBytes });
}

/** What `run` has left in the memory, by what it returned. */
export function outputOf(
  memory: Uint8Array,
  returned: Scalar | undefined,
  { outputBytes }: Pick<ExecutionLimits, 'outputBytes'>,
): End {
  const packed = BigInt.asUintN(64, BigInt(returned ?? 0));
  const from = Number(packed >> 32n);
  const length = Number(packed & 0xffff_ffffn);
  if (from + length > memory.length) return ends.badOutput();
  if (length > outputBytes) return ends.tooLong(length, outputBytes);
  return ends.ok(memory.slice(from, from + length));
}

function command(instance: Instance, streams: WasiStreams): End {
  const done = call(instance, '_start', []);
  if (done.kind === 'trapped') return ends.trapIn('_start');
  return commandEnd(streams, done.kind === 'exited' ? done.code : 0);
}

const commandEnd = (streams: WasiStreams, code: number): End =>
  ends.command(code, streams.overflowed, () => streams.output());
