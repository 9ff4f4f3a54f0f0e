// Programs run in the calling thread, one after another, each module prepared and compiled once. Gas, depth and memory
// bound every run; there is no wall-clock limit, so a host that cannot wait for the gas limit uses `execute` instead.

import { Buffer } from 'node:buffer';
import type { Content, Digest, LimitPreset } from '../protocol/index.ts';
import { type Claimed, claimOf } from './claim.ts';
import { compileInterpreter } from './interpreter.ts';
import { limitPresets } from './limits.ts';
import { type Execution, faulted } from './outcome.ts';
import { prepare } from './prepare.ts';
import { runTask } from './run-task.ts';
import type { HostFunctions, Instance } from './runtime.ts';
import { compileV8 } from './v8-instance.ts';
import { runAndWait } from './waiting.ts';

export interface Ran extends Execution {
  /** Absent for faults of the machine. */
  readonly executionHash?: Digest;
}

/** Runtimes that need no thread of their own; the others are waited for. */
const inThread: ReadonlyMap<string, (bytes: Uint8Array) => (host: HostFunctions) => Instance> = new Map([
  ['v8', compileV8],
  ['interpreter', compileInterpreter],
]);

type Runner = (input: Content) => Ran;

export class Engine {
  /** By runtime and limits, for each module. */
  private readonly runners: Map<Digest, Map<string, Runner>> = new Map<Digest, Map<string, Runner>>();

  /** Whatever the bytes, it returns. `runtime`: one of `runtimes`. */
  run(module: Content, input: Content, limits: LimitPreset, runtime = 'v8'): Ran {
    let ofModule = this.runners.get(module.digest);
    if (ofModule === undefined) {
      ofModule = new Map<string, Runner>();
      this.runners.set(module.digest, ofModule);
    }
    const key = `${runtime}/${limits}`;
    let runner = ofModule.get(key);
    if (runner === undefined) {
      runner = runnerOf(module, limits, runtime);
      ofModule.set(key, runner);
    }
    return runner(input);
  }
}

function runnerOf(module: Content, preset: LimitPreset, runtime: string): Runner {
  const limits = limitPresets[preset];
  const prepared = prepare(module.bytes, limits, false);
  const claimed = (input: Content): Claimed => {
    const abi = prepared.kind === 'ready' ? prepared.abi : 'task';
    return { module: bytesOf(module.digest), input: bytesOf(input.digest), abi, limits };
  };
  if (prepared.kind === 'refused') {
    const refused = faulted(prepared.outcome, prepared.detail);
    return (input) => withClaim(refused, claimed(input));
  }
  const { bytes, abi } = prepared;
  const compile = inThread.get(runtime);
  if (compile === undefined)
    return (input) => withClaim(runAndWait(runtime, { bytes, abi, input: input.bytes, limits }), claimed(input));
  let compiled: ((host: HostFunctions) => Instance) | undefined;
  return (input) => {
    const execution = runTask(bytes, abi, input.bytes, limits, (code, host) => {
      // What is run once more after a trap is another module.
      if (code !== bytes) return compile(code)(host);
      compiled ??= compile(code);
      return compiled(host);
    });
    return withClaim(execution, claimed(input));
  };
}

const bytesOf = (digest: Digest): Uint8Array => Buffer.from(digest, 'hex');

function withClaim(execution: Execution, claimed: Claimed): Ran {
  const hash = claimOf(claimed, execution);
  return hash === undefined ? execution : { ...execution, executionHash: hash as Digest };
}
