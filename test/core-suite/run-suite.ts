// All files of a folder of the core test suite.

import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runTask } from '../../core/execution/index.ts';
import { instantiateInterpreter } from '../../core/execution/interpreter.ts';
import { runAsCommand } from '../../core/execution/run-command.ts';
import { instantiateV8 } from '../../core/execution/v8-instance.ts';
import type { WasmerHost } from '../../core/execution/wasmer-library.ts';
import { runScript, type ScriptReport, type SuiteEngine } from './run-script.ts';
import { readScript } from './script.ts';

/** Where scripts/get-wasm-suite.sh puts it. */
export const SUITE: string = fileURLToPath(new URL('../../.wasm-suite/v2', import.meta.url));

export const ourEngines: readonly SuiteEngine[] = [
  {
    name: 'v8',
    run: ({ bytes, abi, input, limits }) => runTask(bytes, abi, input, limits, instantiateV8),
  },
  {
    name: 'interpreter',
    run: ({ bytes, abi, input, limits }) => runTask(bytes, abi, input, limits, instantiateInterpreter),
  },
];

export const wasmerEngine = (wasmer: WasmerHost): SuiteEngine => ({
  name: 'wasmer',
  run: (request) => runAsCommand(wasmer.run, request),
});

/** The files of a folder by name, but for those about SIMD, which the gate refuses; undefined if there is no folder. */
export const scriptsIn = (folder: string): readonly string[] | undefined =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json') && !name.startsWith('simd_'))
        .map((name) => name.slice(0, -'.json'.length))
        .sort()
    : undefined;

export async function runSuite(
  folder: string,
  names: readonly string[],
  engines: readonly SuiteEngine[],
  tell: (done: number) => void = () => undefined,
): Promise<readonly ScriptReport[]> {
  const reports: ScriptReport[] = [];
  for (const name of names) {
    reports.push(await runScript(readScript(folder, name), engines));
    tell(reports.length);
  }
  return reports;
}
