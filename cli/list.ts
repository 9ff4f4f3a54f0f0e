// `ambient list WHAT [NAME]`: what a scenario can name, with its parameters.

import type { Failure } from '../core/foundation/index.ts';
import type { Paint } from '../reports/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import { type Catalogue, catalogues } from './catalogues.ts';
import { type Command, type Given, nameOf } from './command.ts';
import type { Entry, EntryParameter } from './entry.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { isSet, texts } from './flags.ts';
import type { Terminal } from './terminal.ts';

type Kind = Catalogue | 'commands';

const KINDS: readonly Kind[] = [...(Object.keys(catalogues) as Catalogue[]), 'commands'];

/** `commands` gives all commands, this one included. */
export const listCommand = (commands: () => Promise<readonly Command[]>): Command => ({
  usage: 'list <what> [name]',
  summary: 'shows what a scenario can name',
  positionals: {
    what: { describe: 'of which kind', choices: KINDS, type: 'string' },
    name: { describe: 'only this one, with everything about it', type: 'string' },
  },
  flags: { json: { type: 'boolean', describe: 'for a program' } },
  examples: [
    ['ambient list strategies', 'names, summaries, parameters and their defaults'],
    ['ambient list devices raspberry-pi-5', 'the figures of a device, and their sources'],
  ],
  execute: (given, terminal) => execute(given, terminal, commands),
});

async function execute(
  given: Given,
  terminal: Terminal,
  commands: () => Promise<readonly Command[]>,
): Promise<ExitCode> {
  const kind = KINDS.find((each) => texts(given, 'what').includes(each)) ?? 'commands';
  const all = kind === 'commands' ? (await commands()).map(commandEntry) : await catalogues[kind]();
  const [name] = texts(given, 'name');
  const entries = name === undefined ? all : all.filter((entry) => isCalled(entry, name));
  if (name !== undefined && entries.length === 0) return refuse([await unknown(kind, name, all)], terminal);
  const shown = name === undefined && BRIEF.includes(kind) ? entries.map(withoutParameters) : entries;
  terminal.out(isSet(given, 'json') ? canonicalJson(entries) : `${lines(shown, terminal.paint).join('\n')}\n`);
  return PASSED;
}

/** Kinds with so much to say of each that a list of all has only names and summaries. */
const BRIEF: readonly Kind[] = ['devices', 'regions'];

const withoutParameters = (entry: Entry): Entry => ({ ...entry, parameters: [] });

const isCalled = ({ name, aliases = [] }: Entry, wanted: string): boolean =>
  name === wanted || aliases.includes(wanted);

async function unknown(kind: Kind, name: string, all: readonly Entry[]): Promise<Failure> {
  const { nearestName } = await import('../sim/scenario/index.ts');
  const known = all.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
  const near = nearestName(name, known);
  const hint = near === undefined ? `ambient list ${kind} shows them all` : `did you mean ${near}?`;
  return {
    code: 'unknown-name',
    message: `${kind} have none of this name`,
    expected: known.join(', '),
    got: name,
    hint,
  };
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
