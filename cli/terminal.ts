// The two streams a command writes to: results on stdout, everything else on stderr.

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
    paint: paint(coloured(stdout, env)),
    paintErr: paint(coloured(stderr, env)),
    interruption,
    env,
  };
}

/** Colours, or the identity. */
export function paint(colours: boolean): Paint {
  const { green, red, bold, dim } = picocolors.createColors(colours);
  return { good: green, bad: red, strong: bold, faint: dim };
}

function coloured(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return stream.isTTY && env['TERM'] !== 'dumb';
}
