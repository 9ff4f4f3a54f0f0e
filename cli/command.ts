// What a command is: its words, its flags, and what it does. One file for each beside this one.

import type { Options, PositionalOptions } from 'yargs';
import type { ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Flags and positionals as the parser found them: all text, or true. */
export type Given = Readonly<Record<string, unknown>>;

export interface Command {
  /** `run <files..>` */
  readonly usage: string;
  readonly summary: string;
  readonly positionals: Readonly<Record<string, PositionalOptions>>;
  readonly flags: Readonly<Record<string, Options>>;
  /** Command lines with what each does. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly execute: (given: Given, terminal: Terminal) => ExitCode | Promise<ExitCode>;
}

export const nameOf = ({ usage }: Command): string => usage.split(' ')[0] ?? usage;
