// `ambient ledger FILE`: what a ledger journal says, after every hash and rule of it was checked.

import { readFile } from 'node:fs/promises';

import { type Failure, failed, hexOf, type Result, success } from '../core/foundation/index.ts';
import { type Ledger, recoverJournal, replay, stateItems, stateRoot, TREASURY } from '../core/incentives/index.ts';
import { JournalFile } from '../sim/experiment/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, PASSED } from './exit.ts';
import { refuse, renderFailures } from './failures.ts';
import { isSet, texts } from './flags.ts';
import type { Terminal } from './terminal.ts';

export const ledger: Command = {
  usage: 'ledger <file>',
  summary: 'checks a ledger journal and says what it comes to',
  positionals: { file: { describe: 'a journal, such as ledger-CELL.journal of a run', type: 'string' } },
  flags: {
    repair: { type: 'boolean', describe: 'cut off a torn tail, as a coordinator does when it starts again' },
    json: { type: 'boolean', describe: 'for a program' },
  },
  examples: [
    ['ambient ledger runs/mesh/latest/ledger-3f0c2a9b11de.journal', 'balances, state root, and whether it is whole'],
  ],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [path = ''] = texts(given, 'file');
  const bytes = await read(path);
  if (!bytes.ok) return refuse(bytes.failures, terminal);
  const recovered = recoverJournal(bytes.value);
  if (!recovered.ok) {
    const about = recovered.failures.map((failure) => ({ ...failure, message: `${path}: ${failure.message}` }));
    return about[0]!.code === 'no-journal' ? refuse(about, terminal) : refused(about, terminal);
  }
  const { frames, torn } = recovered.value;
  const done = replay(frames);
  if (!done.ok) return refused(done.failures, terminal);
  const repaired = torn !== undefined && isSet(given, 'repair') ? await repair(path) : success(undefined);
  if (!repaired.ok) return refused(repaired.failures, terminal);
  const head = hexOf(frames.at(-1)?.hash ?? new Uint8Array(32));
  const entries = frames.reduce((sum, frame) => sum + frame.entries.length, 0);
  const told = { entries, frames: frames.length, head, torn: torn !== undefined, ...summary(done.value) };
  terminal.out(isSet(given, 'json') ? canonicalJson(told) : asText(told));
  if (torn === undefined || isSet(given, 'repair')) return PASSED;
  return refused([torn], terminal);
}

async function read(path: string): Promise<Result<Uint8Array>> {
  try {
    return success(new Uint8Array(await readFile(path)));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    return failed({ code: 'usage', message: `${path} cannot be read`, expected: 'a ledger journal', got });
  }
}

async function repair(path: string): Promise<Result<undefined>> {
  const opened = await JournalFile.open(path);
  if (!opened.ok) return opened;
  await opened.value.close();
  return success(undefined);
}

function refused(failures: readonly Failure[], { err, paintErr }: Terminal): ExitCode {
  err(renderFailures(failures, paintErr));
  return FAILED;
}

interface Summary {
  readonly accounts: number;
  readonly issued: string;
  readonly escrowed: string;
  readonly treasury: string;
  readonly conserved: boolean;
  readonly stateRoot: string;
}

function summary(books: Ledger): Summary {
  return {
    accounts: books.accounts().length,
    issued: books.issued.toString(),
    escrowed: books.escrowed.toString(),
    treasury: books.balanceOf(TREASURY).toString(),
    conserved: books.isConserved(),
    stateRoot: hexOf(stateRoot(stateItems(books))),
  };
}

function asText(told: Summary & Readonly<Record<string, string | number | boolean>>): string {
  const lines = Object.entries(told).map(([name, value]) => `${name.padEnd(10)} ${value}`);
  return `${lines.join('\n')}\n`;
}
