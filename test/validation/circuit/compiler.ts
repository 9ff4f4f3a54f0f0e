// The circom compiler, in this process: it is loaded once for many circuits.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { wasm } from '../../web-assembly.ts';

interface Runner {
  compile(): Promise<unknown>;
  execute(bytes: Uint8Array): Promise<unknown>;
}
interface Circom {
  readonly CircomRunner: new (options: object) => Runner;
  readonly bindings: object;
}

const require = createRequire(import.meta.url);
const { CircomRunner, bindings } = require('circom2') as Circom;
const bytes = fs.readFileSync(require.resolve('circom2/circom.wasm'));
let loaded: unknown;

/** Writes constraints, symbols and witness calculator beside `main.circom`. */
export async function compile(folder: string): Promise<void> {
  let said = '';
  const writeSync = (file: number, from: Uint8Array, offset = 0, length = from.length, ...at: number[]): number => {
    if (file > 2) return fs.writeSync(file, from, offset, length, ...at);
    said += Buffer.from(from).toString('utf8', offset, offset + length);
    return length;
  };
  loaded ??= new wasm.Module(bytes);
  const runner = new CircomRunner({
    args: ['main.circom', '--r1cs', '--wasm', '--sym', '--O1', '-o', '.'],
    env: {},
    preopens: { '.': folder },
    bindings: { ...bindings, fs: { ...fs, writeSync } },
  });
  runner.compile = async () => await Promise.resolve(loaded);
  try {
    await runner.execute(bytes);
  } catch (error) {
    throw new Error(`circom: ${said}`, { cause: error });
  }
}
