// `npm run mutate [-- NAME…]`: takes one check at a time out of a copy of core/, and says which suite notices, and after
// how many seeds. A check whose loss no suite notices is one that nobody would miss. It takes hours.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removals } from './removed-checks.ts';

const SEEDS = 200;
const PARTS = ['core', 'sim', 'reports', 'cli', 'scenarios', 'index.ts', 'package.json', 'tsconfig.json'];
const SUITES = 'scenarios/faults';

const wanted = process.argv.slice(2);
const suites = readdirSync(SUITES).filter((name) => name.endsWith('.yaml'));
const copy = mkdtempSync(join(tmpdir(), 'removed-checks-'));
for (const part of PARTS) cpSync(part, join(copy, part), { recursive: true });
symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
for (const { name, file, check, without, first } of removals) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const path = join(copy, file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(check).length !== 2) throw new Error(`${name}: its check is not once in ${file}`);
  writeFileSync(
    path,
    whole.replace(check, () => without),
  );
  process.stdout.write(`| ${name} | ${caughtBy([...first, ...suites.filter((suite) => !first.includes(suite))])} |\n`);
  writeFileSync(path, whole);
}
rmSync(copy, { recursive: true });

function caughtBy(order: readonly string[]): string {
  for (const suite of order) {
    const words = ['check', join(SUITES, suite), '--seeds', `1..${SEEDS}`, '--bail', '--fresh', '--out', 'out'];
    const { status, stdout, stderr } = spawnSync('node', ['--import', 'tsx', 'cli/main.ts', ...words], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    if (status === 0) continue;
    const runs = /failed in (\d+) run/.exec(stdout)?.[1];
    const why = /[a-z-]+ was broken.*|.*[Aa]ssert.*|.+/.exec(stderr)?.[0] ?? `exit code ${status}`;
    return `${suite}${runs === undefined ? '' : `, seed ${runs}`} | ${why.slice(0, 160).replaceAll('|', '/')}`;
  }
  return 'nothing | ';
}
