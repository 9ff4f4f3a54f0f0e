// One module, one input, one runtime: from bytes to an outcome and the claim about it.

import { executionHash } from './claim.ts';
import type { ExecutionLimits } from './limits.ts';
import type { Execution } from './outcome.ts';
import { prepare } from './prepare.ts';
import { runInV8 } from './v8.ts';

export interface ExecuteOptions {
  readonly limits: ExecutionLimits;
  readonly trace: boolean;
}

export interface Executed extends Execution {
  /** Absent for faults of the machine. */
  readonly executionHash?: string;
}

/** Runs a module in V8. Whatever the bytes, the host survives and the promise resolves. */
export async function execute(module: Uint8Array, input: Uint8Array, options: ExecuteOptions): Promise<Executed> {
  const { limits, trace } = options;
  const prepared = prepare(module, limits, trace);
  const ready = prepared.kind === 'ready';
  const execution: Execution = ready
    ? await runInV8({ bytes: prepared.bytes, abi: prepared.abi, input, limits })
    : { ...prepared, gas: 0n, output: new Uint8Array(0), traceHash: '0'.repeat(16) };
  const claimed = executionHash(module, input, ready ? prepared.abi : 'task', limits, execution);
  const { outcome, gas, output, traceHash, detail } = execution;
  return { outcome, gas, output, traceHash, detail, ...(claimed === undefined ? {} : { executionHash: claimed }) };
}
