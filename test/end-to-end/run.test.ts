import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Results, Timing } from '../../sim/results/index.ts';
import { ambient, ambientProcess, folderWith, small } from './command.ts';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('ambient run', () => {
  it('passes, says so on stdout, and writes the folder of the run', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const { code, out, err } = await ambient(['run', 'small.yaml'], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/latency +mean [\d.]+ ms \[/);
    expect(out).toMatch(/passed · results in runs\/small\/[0-9a-f]{12}\n$/);
    const latest = realpathSync(join(folder, 'runs/small/latest'));
    const results = JSON.parse(read(latest, 'results.json')) as Results;
    expect(results.cells[0]?.runs.map(({ seed }) => seed)).toEqual([1, 2, 3, 4]);
    expect(read(latest, 'summary.md')).toContain('npx ambient run small.yaml');
    expect(read(latest, 'junit.xml')).toContain('<testsuite name="');
    expect(read(latest, 'resolved.yaml')).toContain('name: small');
    expect((JSON.parse(read(latest, 'timing.json')) as Timing).runs).toHaveLength(4);
  });

  it('prints results.json and nothing else with --json', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const { out } = await ambient(['run', 'small.yaml', '--json', '--out', 'here'], folder);
    expect(out).toBe(read(folder, 'here/results.json'));
  });

  it('prints report.html and nothing else with --reporter html', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const { out } = await ambient(['run', 'small.yaml', '--reporter', 'html', '--out', 'here'], folder);
    expect(out).toBe(read(folder, 'here/report.html'));
  });

  it('gives the same bytes with 1 worker and with 4, and the same fingerprints through the codec', async () => {
    const folder = folderWith({ 'small.yaml': small('matrix: { scheduling: [random, round-robin] }\n') });
    const args = ['run', 'small.yaml', '--json'];
    const [one, four, wire] = await Promise.all([
      ambient([...args, '--workers', '1', '--out', 'one'], folder),
      ambient([...args, '--workers', '4', '--out', 'four'], folder),
      ambient([...args, '--wire', '--out', 'wire'], folder),
    ]);
    expect(one.code).toBe(0);
    expect(four.out).toBe(one.out);
    expect(wire.out).toBe(one.out);
  });

  it('takes seeds, settings and environments from the command line', async () => {
    const folder = folderWith({ 'small.yaml': small('environments: { big: { stop: { tasks: 300 } } }\n') });
    const changes = ['--seeds', '5..6', '--set', 'scheduling=random', '--set', 'warmup.tasks=50', '--env', 'big'];
    const { code, out, err } = await ambient(['run', 'small.yaml', '--json', ...changes], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const results = JSON.parse(out) as Results;
    expect(results.cells[0]?.runs.map(({ seed, metrics }) => [seed, metrics['tasks.submitted']])).toEqual([
      [5, 250],
      [6, 250],
    ]);
  });

  it('permutes ties on request, and says so in the results', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const { code, out } = await ambient(['run', 'small.yaml', '--json', '--seed', '1', '--shuffle-ties', '9'], folder);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ options: { shuffleTies: 9 } });
  });

  it('exits 1 when a threshold is missed, and ends with the command that shows it again', async () => {
    const folder = folderWith({ 'small.yaml': small('thresholds: ["latency.p99 < 1 ms"]\n') });
    const { code, out } = await ambient(['run', 'small.yaml', '--set', 'stop.tasks=100'], folder);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ latency\.p99 < 1 ms: was [\d.]+ m?s/);
    expect(out).toMatch(/reproduce: npx ambient run small\.yaml --set stop\.tasks=100\n$/);
  });

  it('reports in several forms at once', async () => {
    const folder = folderWith({ 'small.yaml': small('thresholds: ["latency.p99 < 1 ms"]\n') });
    const { out, err } = await ambient(['run', 'small.yaml', '--reporter', 'github,junit'], folder);
    expect(out).toContain('::error file=small.yaml,title=latency.p99 < 1 ms::');
    expect(out).toContain('<testsuites name="small"');
    expect(err).toBe('failed; reproduce: npx ambient run small.yaml\n');
  });

  it('runs several files, each into its own folder, and ends with the worst code', async () => {
    const folder = folderWith({
      'good.yaml': small(),
      'bad.yaml': small('thresholds: ["latency.p99 < 1 ms"]\n').replace('name: small', 'name: other'),
    });
    const { code, out } = await ambient(['run', 'bad.yaml', 'good.yaml'], folder);
    expect(code).toBe(1);
    expect(out).toMatch(/results in runs\/other\/.*\n[^]*passed · results in runs\/small\//);
  });

  it('has no colours under NO_COLOR, and some when forced', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const args = ['run', 'small.yaml', '--seed', '1'];
    const [plain, coloured] = await Promise.all([
      ambientProcess(args, folder, { NO_COLOR: '1', FORCE_COLOR: '1' }),
      ambientProcess([...args, '--out', 'x'], folder, { FORCE_COLOR: '1', NO_COLOR: '' }),
    ]);
    expect(plain.out).not.toContain('\u001b[');
    expect(coloured.out).toContain('\u001b[');
  });
});
