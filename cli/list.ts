// `ambient list WHAT`: what a scenario can name, with its parameters.

import type { Paint } from '../reports/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import { type Catalogue, catalogues } from './catalogues.ts';
import { type Command, type Given, nameOf } from './command.ts';
import type { Entry, EntryParameter } from './entry.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { isSet, texts } from './flags.ts';
import type { Terminal } from './terminal.ts';

type Kind = Catalogue | 'commands';

const KINDS: readonly Kind[] = [...(Object.keys(catalogues) as Catalogue[]), 'commands'];

/** `commands` gives all commands, this one included. */
export const listCommand = (commands: () => readonly Command[]): Command => ({
  usage: 'list <what>',
  summary: 'shows what a scenario can name',
  positionals: { what: { describe: 'of which kind', choices: KINDS, type: 'string' } },
  flags: { json: { type: 'boolean', describe: 'for a program' } },
  examples: [['ambient list strategies', 'names, summaries, parameters and their defaults']],
  execute: (given, terminal) => execute(given, terminal, commands()),
});

function execute(given: Given, terminal: Terminal, commands: readonly Command[]): ExitCode {
  const kind = KINDS.find((each) => texts(given, 'what').includes(each)) ?? 'commands';
  const entries = kind === 'commands' ? commands.map(commandEntry) : catalogues[kind]();
  terminal.out(isSet(given, 'json') ? canonicalJson(entries) : `${lines(entries, terminal.paint).join('\n')}\n`);
  return PASSED;
}

const commandEntry = (command: Command): Entry => ({ name: nameOf(command), summary: command.summary });

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
