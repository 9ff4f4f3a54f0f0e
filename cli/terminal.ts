// The two streams a command writes to: results on stdout, everything else on stderr.

import { isatty } from 'node:tty';

import picocolors from 'picocolors';
import type { Paint } from '../reports/index.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Where progress is drawn; absent if nobody would see it. */
  readonly progress?: NodeJS.WriteStream;
  readonly paint: Paint;
  readonly paintErr: Paint;
  /** Aborted when the user wants no more of it. */
  readonly interruption: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The terminal of this process. NO_COLOR and FORCE_COLOR are respected. */
export function processTerminal(interruption: AbortSignal): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ...(stderr.isTTY ? { progress: stderr } : {}),
    paint: paint(coloured(stdout.fd, env)),
    paintErr: paint(coloured(stderr.fd, env)),
    interruption,
    env,
  };
}

/** Colours, or the identity. */
export function paint(colours: boolean): Paint {
  const { green, red, bold, dim } = picocolors.createColors(colours);
  return { good: green, bad: red, strong: bold, faint: dim };
}

/** Only a terminal is coloured unless FORCE_COLOR says so: not a pipe either, where CI is set. */
function coloured(file: number, env: NodeJS.ProcessEnv): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return isatty(file) && env['TERM'] !== 'dumb';
}
