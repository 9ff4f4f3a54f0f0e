// A real Bitcoin node for tests, if there is one.

import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const unpacked = new URL('../../../.bitcoind/bin/bitcoind', import.meta.url).pathname;

/** The path of a bitcoind; undefined if neither BITCOIND names one nor scripts/setup.sh unpacked one. */
export const bitcoind: string | undefined = process.env['BITCOIND'] ?? (existsSync(unpacked) ? unpacked : undefined);

export const noNode = bitcoind === undefined;
if (noNode) console.warn('no bitcoind (BITCOIND, or scripts/setup.sh): tests on regtest are skipped');

/** A program that is this node in the policy of Core. */
export function inCorePolicy(program: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'core-policy-')), 'bitcoind');
  writeFileSync(path, `#!/bin/sh\nexec '${program}' -corepolicy=1 "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
