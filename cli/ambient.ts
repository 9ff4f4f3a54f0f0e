// One command line from its words to its exit code. Nothing else here knows how a process ends.

import { ENGINE_VERSION } from '../sim/results/index.ts';
import { commandLine } from './command-line.ts';
import { commandsFor } from './commands.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse, reportBug } from './failures.ts';
import { parse } from './parser.ts';
import type { Terminal } from './terminal.ts';

/** Never throws: what a command throws is a bug, reported as one. */
export async function ambient(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const asked = await parse(words, await commandsFor(words), ENGINE_VERSION);
    if (!asked.ok) return refuse(asked.failures, terminal);
    if (asked.value.kind === 'command') return await asked.value.command.execute(asked.value.given, terminal);
    terminal.out(asked.value.text);
    return PASSED;
  } catch (error) {
    return reportBug(error, commandLine(words), words.includes('--verbose'), terminal);
  }
}
