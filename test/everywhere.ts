// What a module comes to in each of our engines and in Wasmer: always the same.

import { type ExecutionLimits, limitPresets, prepare, runTask } from '../core/execution/index.ts';
import { instantiateInterpreter } from '../core/execution/interpreter.ts';
import { runAsCommand } from '../core/execution/run-command.ts';
import { instantiateV8 } from '../core/execution/v8-instance.ts';
import { startWasmer } from '../core/execution/wasmer-library.ts';

export const granted: ExecutionLimits = { ...limitPresets.strict, gas: 20_000_000n, memoryPages: 256 };

export interface Seen {
  readonly outcome: string;
  readonly gas: bigint;
  readonly output: string;
  readonly traceHash: string;
}

/** By the name of the runtime; undefined if the gate refuses the module. */
export async function everywhere(
  wasmer: Awaited<ReturnType<typeof startWasmer>>,
  module: Uint8Array,
  input: Uint8Array,
  limits: ExecutionLimits = granted,
): Promise<Readonly<Record<'v8' | 'interpreter' | 'wasmer', Seen>> | undefined> {
  const prepared = prepare(module, limits, true);
  if (prepared.kind === 'refused') return undefined;
  const { bytes, abi } = prepared;
  const [v8, interpreter] = [instantiateV8, instantiateInterpreter].map((engine) =>
    seen(runTask(bytes, abi, input, limits, engine)),
  );
  return {
    v8: v8!,
    interpreter: interpreter!,
    wasmer: seen(await runAsCommand(wasmer.run, { bytes, abi, input, limits })),
  };
}

const seen = ({ outcome, gas, output, traceHash, ...rest }: Awaited<ReturnType<typeof runAsCommand>>): Seen => {
  const { detail, ...more } = rest;
  if ((detail === '') !== (outcome === 'ok')) throw new Error(`${outcome} is explained as '${detail}'`);
  return { outcome, gas, output: Buffer.from(output).toString('hex'), traceHash, ...more };
};
