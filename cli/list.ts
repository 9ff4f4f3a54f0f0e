// `ambient list WHAT`: what a scenario can name, with its parameters.

import type { Paint } from '../reports/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import { catalogues, type Entry, type EntryParameter } from './catalogues.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { isSet, texts } from './flags.ts';
import type { Terminal } from './terminal.ts';

const KINDS = Object.keys(catalogues) as readonly (keyof typeof catalogues)[];

export const list: Command = {
  usage: 'list <what>',
  summary: 'shows what a scenario can name',
  positionals: { what: { describe: 'of which kind', choices: KINDS, type: 'string' } },
  flags: { json: { type: 'boolean', describe: 'for a program' } },
  examples: [['ambient list strategies', 'names, summaries, parameters and their defaults']],
  execute,
};

function execute(given: Given, terminal: Terminal): ExitCode {
  const kind = KINDS.find((each) => texts(given, 'what').includes(each)) ?? 'strategies';
  const entries = catalogues[kind]();
  terminal.out(isSet(given, 'json') ? canonicalJson(entries) : `${lines(entries, terminal.paint).join('\n')}\n`);
  return PASSED;
}

/** Names in one column; what each takes, below it. */
function lines(entries: readonly Entry[], paint: Paint): readonly string[] {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return entries.flatMap((entry) => [
    `${paint.strong(entry.name.padEnd(width))}  ${summaryOf(entry)}`,
    ...(entry.parameters ?? []).map((parameter) => paint.faint(`${' '.repeat(width)}    ${describe(parameter)}`)),
  ]);
}

function summaryOf({ summary, unit, aliases = [] }: Entry): string {
  const also = aliases.length === 0 ? '' : ` (also ${aliases.join(', ')})`;
  return `${unit === undefined ? '' : `[${unit}] `}${summary}${also}`;
}

function describe({ name, description, default: value }: EntryParameter): string {
  return `${name}${value === undefined ? '' : ` = ${value}`}: ${description}`;
}
