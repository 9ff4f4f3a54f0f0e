// One module, one input, one runtime or several: from bytes to an outcome and the claim about it.

import { assert } from '../foundation/index.ts';
import { executionHash } from './claim.ts';
import type { ExecutionLimits } from './limits.ts';
import { type Execution, faulted, isVerdict } from './outcome.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type Runtime, runtimes } from './runtimes.ts';

export interface ExecuteOptions {
  readonly limits: ExecutionLimits;
  readonly trace: boolean;
  /** Gas between two checkpoints, of which a run then tells. Wasmer shows none. */
  readonly checkpoint?: bigint;
  /** V8 by default. */
  readonly runtime?: Runtime;
}

export interface Executed extends Execution {
  /** Absent for faults of the machine. */
  readonly executionHash?: string;
}

/** Runs a module. Whatever the bytes, the host survives and the promise resolves. */
export async function execute(module: Uint8Array, input: Uint8Array, options: ExecuteOptions): Promise<Executed> {
  const { limits, trace, runtime = runtimes[0]! } = options;
  const prepared = prepare(module, limits, trace);
  return claimed(module, input, limits, prepared, await runPrepared(prepared, input, limits, runtime));
}

async function runPrepared(
  prepared: Prepared,
  input: Uint8Array,
  limits: ExecutionLimits,
  runtime: Runtime,
): Promise<Execution> {
  if (prepared.kind === 'refused') return faulted(prepared.outcome, prepared.detail);
  return runtime.run({ bytes: prepared.bytes, abi: prepared.abi, input, limits });
}

function claimed(
  module: Uint8Array,
  input: Uint8Array,
  limits: ExecutionLimits,
  prepared: Prepared,
  execution: Execution,
): Executed {
  const hash = executionHash(module, input, prepared.kind === 'ready' ? prepared.abi : 'task', limits, execution);
  const { outcome, gas, output, traceHash, detail, checkpoints } = execution;
  const passed = checkpoints && { checkpoints };
  return { outcome, gas, output, traceHash, detail, ...passed, ...(hash === undefined ? {} : { executionHash: hash }) };
}

/** One run among several. */
export interface RunOf {
  readonly runtime: string;
  readonly execution: Execution;
}

export interface Compared {
  /** What all came to; `nondeterminism` if they differ; the fault, if one of them had one and the others agree. */
  readonly agreed: Executed;
  readonly runs: readonly RunOf[];
}

/** Runs a module so many times in each runtime, and compares outcome, gas, output and trace of all runs. */
export async function executeEverywhere(
  module: Uint8Array,
  input: Uint8Array,
  options: Omit<ExecuteOptions, 'runtime'> & { readonly runtimes: readonly Runtime[]; readonly times: number },
): Promise<Compared> {
  const { limits, trace, times, checkpoint } = options;
  assert(options.runtimes.length > 0 && times > 0, 'there is something to compare', { times });
  const prepared = prepare(module, limits, trace, checkpoint);
  const runs: RunOf[] = [];
  for (const runtime of options.runtimes) {
    for (let n = 0; n < times; n += 1) {
      runs.push({ runtime: runtime.name, execution: await runPrepared(prepared, input, limits, runtime) });
    }
  }
  return { agreed: claimed(module, input, limits, prepared, agreement(runs)), runs };
}

function agreement(runs: readonly RunOf[]): Execution {
  const [first, ...others] = runs.filter(({ execution }) => isVerdict(execution.outcome));
  const other = first && others.find(({ execution }) => !isSame(first.execution, execution));
  if (first !== undefined && other !== undefined) {
    const parted = partedAt(first.execution, other.execution);
    return faulted('nondeterminism', `${described(first)}, but ${described(other)}${parted}`);
  }
  const fault = runs.find(({ execution }) => !isVerdict(execution.outcome));
  return fault === undefined
    ? first!.execution
    : { ...fault.execution, detail: `${fault.runtime}: ${fault.execution.detail}` };
}

const isSame = (a: Execution, b: Execution): boolean =>
  partedAt(a, b) === '' &&
  a.outcome === b.outcome &&
  a.gas === b.gas &&
  a.traceHash === b.traceHash &&
  Buffer.compare(a.output, b.output) === 0;

/** How far both went the same way. */
function partedAt({ checkpoints: a = [] }: Execution, { checkpoints: b = [] }: Execution): string {
  const at = a.findIndex(({ gas, traceHash }, i) => b[i]?.gas !== gas || b[i].traceHash !== traceHash);
  return at < 0 ? '' : `; they part before checkpoint ${at}, at ${a[at]!.gas} gas`;
}

const described = ({ runtime, execution: { outcome, gas, output, traceHash } }: RunOf): string =>
  `${runtime} came to ${outcome} with ${gas} gas, ${output.length} bytes of output and trace ${traceHash}`;
