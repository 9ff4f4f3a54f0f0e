// Kills a writer of a journal at random points, again and again on the same file.

import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartyId } from '../../../core/foundation/index.ts';
import { recoverJournal, replay } from '../../../core/incentives/index.ts';

export interface Killed {
  readonly trials: number;
  /** Entries acknowledged in the end. */
  readonly acknowledged: number;
  /** Trials after which the file ended within a frame. */
  readonly torn: number;
}

const writer = new URL('journal-writer.ts', import.meta.url).pathname;

/**
 * Throws if an acknowledged entry is lost, or one is found that was never made. `after(trial)`: how many
 * acknowledgements to wait for before the kill; every third trial also leaves half a write behind.
 */
export async function killWriters(trials: number, after: (trial: number) => number): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const path = join(folder, 'ledger.journal');
  let acknowledged = 0;
  let torn = 0;
  try {
    for (let trial = 0; trial < trials; trial++) {
      acknowledged = Math.max(acknowledged, await killOne(path, after(trial), acknowledged));
      // What a power cut leaves of a write that was under way: its first bytes.
      if (trial % 3 === 1) appendFileSync(path, readFileSync(path).subarray(0, 8 + trial));
      const recovered = recoverJournal(readFileSync(path));
      if (!recovered.ok) throw new Error(`trial ${trial}: ${recovered.failures[0]!.message}`);
      if (recovered.value.torn !== undefined) torn++;
      const ledger = replay(recovered.value.frames);
      if (!ledger.ok) throw new Error(`trial ${trial}: ${ledger.failures[0]!.message}`);
      const found = Number(ledger.value.balance(1 as PartyId));
      if (found < acknowledged) throw new Error(`trial ${trial}: ${acknowledged} acknowledged, ${found} found`);
      acknowledged = found;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { trials, acknowledged, torn };
}

async function killOne(path: string, after: number, before: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  let lines = 0;
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      lines += chunk.toString().split('\n').length - 1;
      if (lines > after) child.kill('SIGKILL');
    });
    child.on('close', () => resolve());
  });
  const [start = '', ...acknowledgements] = told.split('\n').slice(0, -1);
  if (Number(start.split(' ')[1]) < before) throw new Error(`the writer began with ${start}, after ${before}`);
  return Number(acknowledgements.at(-1) ?? 0);
}
