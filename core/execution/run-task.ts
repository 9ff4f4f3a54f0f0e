// The task ABI over any engine: put the input into the module, call it, read the output, and say how it ended.

import { STATUS } from './function-rewriter.ts';
import type { ExecutionLimits } from './limits.ts';
import type { Execution, ExecutionOutcome } from './outcome.ts';
import type { Abi } from './prepare.ts';
import { GAS, START, STATUS_GLOBAL, TRACE } from './rewrite.ts';
import type { Call, Instance, Instantiate } from './runtime.ts';
import { Exit, WasiStreams } from './wasi.ts';
import { writeThrough } from './write-through.ts';

type End = Pick<Execution, 'outcome' | 'output' | 'detail'> & { readonly trapped?: true };
const EMPTY = new Uint8Array(0);
const trapped = (outcome: ExecutionOutcome, detail: string): End => ({ ...end(outcome, detail), trapped: true });
const end = (outcome: ExecutionOutcome, detail = ''): End => ({ outcome, detail, output: EMPTY });

/**
 * Runs a rewritten module on one input, and once more if it trapped where its gas is not exact. Synchronous: whoever
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
  const { outcome, gas, output, traceHash, detail } = runOnce(writeThrough(bytes), abi, input, limits, instantiate);
  const again = { outcome, gas, output, traceHash, detail };
  return outcome === first.outcome ? again : { ...again, ...end('nondeterminism', 'a second run ended otherwise') };
}

function runOnce(
  bytes: Uint8Array,
  abi: Abi,
  input: Uint8Array,
  limits: ExecutionLimits,
  instantiate: Instantiate,
): Execution & Pick<End, 'trapped'> {
  const streams = new WasiStreams(input, limits.outputBytes);
  let instance: Instance | undefined;
  try {
    instance = instantiate(
      bytes,
      streams.host(() => instance?.memory() ?? EMPTY),
    );
  } catch (error) {
    return { ...end('instantiate', String(error)), gas: 0n, traceHash: hex(0n) };
  }
  try {
    const ended = perform(instance, abi, input, limits, streams);
    return measured(instance, ended, limits);
  } catch (error) {
    // Neither a trap nor an exit: the engine itself ran out of something, such as its own stack.
    return { ...end('unknown', String(error)), gas: 0n, traceHash: hex(0n) };
  }
}

function perform(instance: Instance, abi: Abi, input: Uint8Array, limits: ExecutionLimits, streams: WasiStreams): End {
  if (instance.has(START) && call(instance, START, []).kind === 'trapped')
    return trapped('instantiate', 'the start function trapped');
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

/** At an exit the gas is exact: it is a call. */
const failedIn = (name: string, { kind }: { kind: 'trapped' | 'exited' }): End =>
  kind === 'trapped' ? trapped('trap', `${name} trapped`) : end('trap', `${name} left`);

function task(instance: Instance, input: Uint8Array, { outputBytes }: ExecutionLimits): End {
  const given = call(instance, 'alloc', [input.length]);
  if (given.kind !== 'returned') return failedIn('alloc', given);
  const place = Number(given.value) >>> 0;
  const memory = instance.memory();
  if (memory === undefined || place + input.length > memory.length)
    return end('bad-input', 'alloc returned a place outside of the memory');
  memory.set(input, place);
  const done = call(instance, 'run', [place, input.length]);
  if (done.kind !== 'returned') return failedIn('run', done);
  const packed = BigInt.asUintN(64, BigInt(done.value ?? 0));
  const from = Number(packed >> 32n);
  const length = Number(packed & 0xffff_ffffn);
  const after = instance.memory() ?? EMPTY;
  if (from + length > after.length) return end('bad-output', 'the output lies outside of the memory');
  if (length > outputBytes) return end('bad-output', `the output has ${length} bytes, and ${outputBytes} are granted`);
  return { outcome: 'ok', detail: '', output: after.slice(from, from + length) };
}

function command(instance: Instance, streams: WasiStreams): End {
  const done = call(instance, '_start', []);
  if (done.kind === 'trapped') return trapped('trap', '_start trapped');
  if (done.kind === 'exited' && done.code !== 0) return end('trap', `it left with code ${done.code}`);
  if (streams.overflowed) return end('bad-output', 'it wrote more than is granted');
  return { outcome: 'ok', detail: '', output: streams.output() };
}

/** The module's own globals say what it used, and whether a limit of ours is why it ended. */
function measured(instance: Instance, ended: End, limits: ExecutionLimits): Execution & Pick<End, 'trapped'> {
  const left = BigInt(instance.global(GAS));
  const gas = left < 0n ? limits.gas : limits.gas - left;
  const traceHash = hex(instance.has(TRACE) ? BigInt(instance.global(TRACE)) : 0n);
  return { ...explained(ended, left < 0n, Number(instance.global(STATUS_GLOBAL))), gas, traceHash };
}

function explained(ended: End, spent: boolean, status: number): End {
  if (spent) return end('gas', 'the gas limit was reached');
  if (status === STATUS.stack) return end('stack', 'the stack limit was reached');
  if (status === STATUS.growthFailed) return end('unknown', 'memory below the limit could not be had');
  if (status === STATUS.memory && ended.outcome !== 'ok')
    return { ...ended, ...end('memory', 'the memory limit was reached') };
  return ended;
}

const hex = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, '0');
