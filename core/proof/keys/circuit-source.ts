// The texts that a circuit is compiled from: our own, and those of circomlib that they include.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const OWN: readonly string[] = ['segment.circom', 'step.circom'];
const LIBRARY = ['poseidon', 'poseidon_constants', 'bitify', 'comparators', 'binsum', 'aliascheck', 'compconstant'];

const require = createRequire(import.meta.url);

/** By the names of their files. */
export function circuitSource(): Map<string, string> {
  const library = join(dirname(require.resolve('circomlib/package.json')), 'circuits');
  const own = fileURLToPath(new URL('../circuits/', import.meta.url));
  const texts = (folder: string, names: readonly string[]) =>
    names.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  return new Map([
    ...texts(own, OWN),
    ...texts(
      library,
      LIBRARY.map((name) => `${name}.circom`),
    ),
  ]);
}
