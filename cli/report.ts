// `ambient report RUN`: report.html again, from nothing but the folder of a run.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { failed, type Result, success } from '../core/foundation/index.ts';
import { htmlReport } from '../reports/index.ts';
import type { ReportRecord, Results } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { texts } from './flags.ts';
import type { Terminal } from './terminal.ts';

export const reportCommand: Command = {
  usage: 'report <run>',
  summary: 'writes report.html again from the folder of a run',
  positionals: { run: { describe: 'a folder that ambient run wrote', type: 'string' } },
  flags: {},
  examples: [['ambient report runs/local-mesh/latest', 'the same bytes as when it was run']],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const folder = texts(given, 'run')[0] ?? '.';
  const results = await read(folder, 'results.json');
  const record = await read(folder, 'record.json');
  if (!results.ok) return refuse(results.failures, terminal);
  if (!record.ok) return refuse(record.failures, terminal);
  const path = join(folder, 'report.html');
  await writeFile(path, await htmlReport(results.value as Results, record.value as ReportRecord));
  terminal.out(`${path}\n`);
  return PASSED;
}

async function read(folder: string, name: string): Promise<Result<unknown>> {
  const path = join(folder, name);
  try {
    return success(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    return failed({
      code: 'usage',
      message: `${path} cannot be read.`,
      expected: 'the folder of a run, with results.json and record.json',
      got: error instanceof Error ? error.message : String(error),
    });
  }
}
