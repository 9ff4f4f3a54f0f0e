// What a second worker gains: the same comparison from the command line, with one and with two.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Row } from './table.ts';

const TIMES = 2;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

export function comparisonSpeed(): Row[] {
  const best = [1, 2].map((workers) => Math.min(...Array.from({ length: TIMES }, () => compare(workers))));
  const [one, two] = [best[0]!, best[1]!];
  return [
    {
      what: 'ambient compare of eight strategies on 100 devices, start and report included: two workers',
      figure: `${two.toFixed(1)} s`,
      baseline: `one worker ${one.toFixed(1)} s; target 1.70x on two cores`,
      ratio: one / two,
    },
  ];
}

/** Seconds, of the command as built. */
function compare(workers: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  const scenario = join(ROOT, 'scenarios/examples/eight-strategies.yaml');
  const words = [join(ROOT, 'dist/cli/main.js'), 'compare', scenario, '--seeds', '1..20', '--fresh', '--quiet'];
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [...words, '--workers', `${workers}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`ambient compare ended with ${status}: ${stderr}`);
  return seconds;
}
