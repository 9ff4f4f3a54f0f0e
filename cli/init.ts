// `ambient init [DIR]`: a folder to start from. It never overwrites.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, failed, type Result, success } from '../core/foundation/index.ts';
import type { Command, Given } from './command.ts';
import { commandLine } from './command-line.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { text } from './flags.ts';
import { PACKAGE, SCENARIO, SCHEMA, STRATEGY, starter } from './starter.ts';
import type { Terminal } from './terminal.ts';

export const init: Command = {
  usage: 'init [dir]',
  summary: 'writes a first scenario and a strategy of your own to change',
  positionals: { dir: { describe: 'where to write', type: 'string', default: '.' } },
  flags: {},
  examples: [['ambient init my-mesh', `writes my-mesh/${SCENARIO} and my-mesh/${STRATEGY}`]],
  execute,
};

function execute(given: Given, terminal: Terminal): ExitCode {
  const directory = text(given, 'dir');
  if (!directory.ok) return refuse(directory.failures, terminal);
  const folder = directory.value ?? '.';
  const written = writeStarter(folder);
  if (!written.ok) return refuse(written.failures, terminal);
  terminal.out(nextSteps(folder, written.value));
  return PASSED;
}

/** Writes all of the files or none. A package that exists already is left as it is. */
function writeStarter(folder: string): Result<readonly string[]> {
  const taken = [SCENARIO, SCHEMA, STRATEGY].filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0) return failed(exists(taken.map((name) => join(folder, name))));
  const files = Object.entries(starter()).filter(([name]) => name !== PACKAGE || !existsSync(join(folder, PACKAGE)));
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of files) writeFileSync(join(folder, name), content, { flag: 'wx' });
  } catch (error) {
    return failed({ code: 'folder-unwritable', message: `cannot write to ${folder}`, got: String(error) });
  }
  return success(files.map(([name]) => name));
}

const exists = (paths: readonly string[]): Failure => ({
  code: 'file-exists',
  message: 'nothing is overwritten, and so nothing was written',
  got: `${paths.join(', ')} exists already`,
  hint: 'name another folder: ambient init DIR',
});

function nextSteps(folder: string, names: readonly string[]): string {
  return [
    ...names.map((name) => `wrote ${join(folder, name)}`),
    '',
    'Run it:',
    `  ${commandLine(['run', join(folder, SCENARIO)])}`,
    '',
    `For the types in ${STRATEGY}, and \`npx ambient\` in that folder, install the package ambient-vcp there.`,
    'Runs are written to runs/: you may want that in .gitignore.',
    '',
  ].join('\n');
}
