// A terminal that remembers, for commands run inside the test's own process.

import { paint, type Terminal } from '../../../cli/terminal.ts';

export interface Remembered {
  readonly terminal: Terminal;
  readonly out: () => string;
  readonly err: () => string;
}

export function rememberingTerminal(env: Readonly<Record<string, string>> = {}): Remembered {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    paint: paint(false),
    paintErr: paint(false),
    interruption: new AbortController().signal,
    env,
  };
  return { terminal, out: () => out.join(''), err: () => err.join('') };
}
