// A real Bitcoin node for tests, if there is one.

import { existsSync } from 'node:fs';

const unpacked = new URL('../../../.bitcoind/bin/bitcoind', import.meta.url).pathname;

/** The path of a bitcoind; undefined if neither BITCOIND names one nor scripts/setup.sh unpacked one. */
export const bitcoind: string | undefined = process.env['BITCOIND'] ?? (existsSync(unpacked) ? unpacked : undefined);

export const noNode = bitcoind === undefined;
if (noNode) console.warn('no bitcoind (BITCOIND, or scripts/setup.sh): tests on regtest are skipped');
