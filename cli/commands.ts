// The commands by name, each loaded when it is asked for: what the others need takes longer to load than most of them
// take to run.

import type { Command } from './command.ts';

interface CommandSource {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** In the order of the help. */
const sources: readonly CommandSource[] = [
  { name: 'run', load: async () => (await import('./run.ts')).run },
  { name: 'compare', load: async () => (await import('./compare.ts')).compare },
  { name: 'sweep', load: async () => (await import('./sweep.ts')).sweep },
  { name: 'check', load: async () => (await import('./check.ts')).check },
  { name: 'replay', load: async () => (await import('./replay.ts')).replay },
  { name: 'exec', load: async () => (await import('./exec.ts')).exec },
  { name: 'proof', load: async () => (await import('./proof.ts')).proof },
  { name: 'calibrate', load: async () => (await import('./calibrate.ts')).calibrate },
  { name: 'ledger', load: async () => (await import('./ledger.ts')).ledger },
  { name: 'verify-anchor', load: async () => (await import('./verify-anchor.ts')).verifyAnchor },
  { name: 'privacy', load: async () => (await import('./privacy.ts')).privacy },
  { name: 'secure-sum', load: async () => (await import('./secure-sum.ts')).secureSumCommand },
  { name: 'report', load: async () => (await import('./report.ts')).reportCommand },
  { name: 'resolve', load: async () => (await import('./resolve.ts')).resolve },
  { name: 'init', load: async () => (await import('./init.ts')).init },
  { name: 'list', load: async () => (await import('./list.ts')).listCommand(allCommands) },
];

const allCommands = (): Promise<readonly Command[]> => Promise.all(sources.map(({ load }) => load()));

/** The commands that a command line can be about: one if it begins with its name, and else all. */
export async function commandsFor(words: readonly string[]): Promise<readonly Command[]> {
  const [first] = words;
  if (words.length === 1 && first === '--version') return [];
  const asked = sources.find(({ name }) => name === first);
  return asked === undefined ? allCommands() : [await asked.load()];
}
