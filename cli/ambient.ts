// One command line from its words to its exit code. Nothing else here knows how a process ends.

import { ENGINE_VERSION } from '../sim/experiment/index.ts';
import { calibrate } from './calibrate.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { commandLine } from './command-line.ts';
import { compare } from './compare.ts';
import { exec } from './exec.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse, reportBug } from './failures.ts';
import { init } from './init.ts';
import { ledger } from './ledger.ts';
import { listCommand } from './list.ts';
import { parse } from './parser.ts';
import { privacy } from './privacy.ts';
import { proof } from './proof.ts';
import { replay } from './replay.ts';
import { reportCommand } from './report.ts';
import { resolve } from './resolve.ts';
import { run } from './run.ts';
import { secureSumCommand } from './secure-sum.ts';
import { sweep } from './sweep.ts';
import type { Terminal } from './terminal.ts';
import { verifyAnchor } from './verify-anchor.ts';

const commands: readonly Command[] = [
  run,
  compare,
  sweep,
  check,
  replay,
  exec,
  proof,
  calibrate,
  ledger,
  verifyAnchor,
  privacy,
  secureSumCommand,
  reportCommand,
  resolve,
  init,
  listCommand(() => commands),
];

/** Never throws: what a command throws is a bug, reported as one. */
export async function ambient(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const asked = await parse(words, commands, ENGINE_VERSION);
    if (!asked.ok) return refuse(asked.failures, terminal);
    if (asked.value.kind === 'command') return await asked.value.command.execute(asked.value.given, terminal);
    terminal.out(asked.value.text);
    return PASSED;
  } catch (error) {
    return reportBug(error, commandLine(words), words.includes('--verbose'), terminal);
  }
}
