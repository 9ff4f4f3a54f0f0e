// From the words of a command line to one command and what it was given, or to a usage error.

import yargs, { type Argv } from 'yargs';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { type Command, type Given, nameOf } from './command.ts';
import { texts } from './flags.ts';

const WIDTH_MAX = 100;

/** What a command line asks for: a command, or text such as the help, to be printed as it is. */
export type Asked =
  | { readonly kind: 'command'; readonly command: Command; readonly given: Given }
  | { readonly kind: 'text'; readonly text: string };

export async function parse(
  words: readonly string[],
  commands: readonly Command[],
  version: string,
): Promise<Result<Asked>> {
  let chosen: Asked | undefined;
  const parser = commands.reduce(
    (built, command) =>
      built.command(
        command.usage,
        command.summary,
        (own) => describe(own, command),
        (given) => {
          chosen = { kind: 'command', command, given };
        },
      ),
    skeleton(version),
  );
  return new Promise((resolve, reject) => {
    // For completions the promise of `parseAsync` never settles: the callback is what counts.
    const heard = (error: Error | null | undefined, _: unknown, output: string): void => {
      if (error != null) resolve(usage(words, error.message, output, commands));
      else if (output !== '') resolve(success({ kind: 'text', text: `${output}\n` }));
    };
    parser.parseAsync([...words], {}, heard).then(() => {
      resolve(settle(chosen) ?? usage(words, '', '', commands));
    }, reject);
  });
}

/** The parser lets words after `--` through without a place for them: they are not dropped in silence. */
function settle(chosen: Asked | undefined): Result<Asked> | undefined {
  if (chosen?.kind !== 'command') return chosen && success(chosen);
  const left = texts(chosen.given, '_').slice(1);
  if (left.length === 0) return success(chosen);
  return failed({ code: 'usage', message: 'nothing is expected after --', got: left.join(' ') });
}

function skeleton(version: string): Argv {
  return yargs()
    .scriptName('ambient')
    .usage('$0 COMMAND\n\nSimulates a decentralised edge-compute network.')
    .locale('en')
    .strict()
    .recommendCommands()
    .demandCommand(1, 1, 'no command was given', 'one command at a time')
    .completion('completion', 'prints a script that completes commands and flags (bash, zsh)')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'boolean-negation': false,
    })
    .exitProcess(false)
    .wrap(WIDTH_MAX)
    .help()
    .version(version);
}

function describe(parser: Argv, command: Command): Argv {
  let built = parser.options(command.flags);
  for (const [name, positional] of Object.entries(command.positionals)) built = built.positional(name, positional);
  for (const [line, what] of command.examples) built = built.example(line, what);
  return built;
}

function usage(
  words: readonly string[],
  complaint: string,
  output: string,
  commands: readonly Command[],
): Result<never> {
  const names = [...commands.map(nameOf), 'completion'];
  const word = words.find((each) => !each.startsWith('-'));
  const suggestion = /Did you mean (\S+)\?/.exec(output)?.[1];
  if (word !== undefined && !names.includes(word)) {
    const hint = suggestion === undefined ? 'ambient --help shows them all' : `did you mean ${suggestion}?`;
    return failed({ code: 'usage', message: 'there is no such command', expected: names.join(', '), got: word, hint });
  }
  const message = complaint === '' ? 'no command was given' : complaint.replace(/\s*\n\s*/g, ' ');
  const help = word === undefined ? 'ambient --help' : `ambient ${word} --help`;
  return failed({ code: 'usage', message, hint: `${help} shows what can be given` });
}
