// A file of the WebAssembly core test suite, as wast2json writes it: a list of commands, and the modules beside it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A number is decimal: the bits of a float. A NaN may be left to the engine, `nan:canonical` or `nan:arithmetic`. */
export interface Value {
  readonly type: string;
  readonly value?: string;
}

export interface Action {
  readonly type: 'invoke' | 'get';
  /** The module's name; the last one if absent. */
  readonly module?: string;
  readonly field: string;
  readonly args?: readonly Value[];
}

export interface Command {
  readonly type: string;
  readonly line: number;
  readonly name?: string;
  readonly as?: string;
  readonly filename?: string;
  readonly text?: string;
  readonly module_type?: 'binary' | 'text';
  readonly action?: Action;
  readonly expected?: readonly Value[];
}

export interface Script {
  readonly name: string;
  readonly commands: readonly Command[];
  /** A module that a command names. */
  readonly bytesOf: (filename: string) => Uint8Array;
}

export function readScript(folder: string, name: string): Script {
  const { commands } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Pick<Script, 'commands'>;
  return { name, commands, bytesOf: (filename) => new Uint8Array(readFileSync(join(folder, filename))) };
}
