import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Results, Timing } from '../../sim/results/index.ts';
import { ambient, folderWith, small, start } from './command.ts';

const file = { 'small.yaml': small('primary: [latency.mean, latency.p99]\n') };
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('ambient compare', () => {
  it('pairs every two variants on at least 20 common seeds, on each primary metric', async () => {
    const folder = folderWith(file);
    const { code, out } = await ambient(
      ['compare', 'small.yaml', '--strategies', 'random,round-robin,least-loaded', '--json'],
      folder,
    );
    expect(code).toBe(0);
    const { cells, comparisons } = JSON.parse(out) as Results;
    expect(cells.map(({ factors, runs }) => [factors['scheduling'], runs.length])).toEqual([
      ['random', 20],
      ['round-robin', 20],
      ['least-loaded', 20],
    ]);
    expect(comparisons).toHaveLength(6);
    const queues = comparisons.find(({ a, b }) => a === cells[0]!.id && b === cells[2]!.id)!;
    expect(queues).toMatchObject({ metric: 'latency.mean', verdict: 'lower' });
    expect(queues.difference).toBeCloseTo(
      cells[2]!.summary['latency.mean']!.mean - cells[0]!.summary['latency.mean']!.mean,
      9,
    );
  });

  it('says in words how much, and that the same is within noise', async () => {
    const folder = folderWith(file);
    const { out } = await ambient(['compare', 'small.yaml', '--vary', 'scheduling.d=1,3', '--seeds', '1..5'], folder);
    expect(out).toMatch(
      /latency\.mean: scheduling\.d=3 against scheduling\.d=1: \d+ to \d+ % lower \(-[\d.]+ ms to -[\d.]+ ms\), p/,
    );
    const same = await ambient(['compare', 'small.yaml', '--vary', 'breaker.peers=1,2', '--seeds', '1..5'], folder);
    expect(same.out).toContain('within noise (+0 s to +0 s), p = 1');
  });

  it('adds seeds in tens until the intervals are as narrow as asked, with any number of workers', async () => {
    const folder = folderWith(file);
    const words = [
      'compare',
      'small.yaml',
      '--strategies',
      'random,least-loaded',
      '--json',
      '--precision',
      '8 %',
      '--fresh',
    ];
    const [one, two] = await Promise.all([
      ambient([...words, '--workers', '1', '--out', 'one'], folder),
      ambient([...words, '--workers', '2', '--out', 'two'], folder),
    ]);
    expect(two.out).toBe(one.out);
    const count = (JSON.parse(one.out) as Results).cells[0]!.runs.length;
    expect(count).toBeGreaterThan(20);
    expect(count % 10).toBe(0);
    const capped = await ambient([...words, '--max-seeds', '25'], folder);
    expect((JSON.parse(capped.out) as Results).cells[0]!.runs).toHaveLength(20);
  });

  it('does not take a single seed for a precise answer', async () => {
    const folder = folderWith(file);
    const { out } = await ambient(['run', 'small.yaml', '--seed', '1', '--precision', '50 %', '--json'], folder);
    expect((JSON.parse(out) as Results).cells[0]!.runs).toHaveLength(11);
  });

  it('refuses what leaves nothing to compare', async () => {
    const folder = folderWith(file);
    const one = await ambient(['compare', 'small.yaml'], folder);
    expect({ code: one.code, out: one.out }).toEqual({ code: 2, out: '' });
    expect(one.err).toContain('--strategies');
    const wrong = await ambient(['compare', 'small.yaml', '--vary', 'd', '--precision', '0'], folder);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('--precision');
    expect(wrong.err).not.toContain('    at ');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });
});

describe('what is kept of finished runs', () => {
  const sweep = ['sweep', 'small.yaml', '--set', 'matrix.scheduling=[random,least-loaded]', '--set', 'stop.tasks=8000'];

  it('goes on after kill -9 and comes to the same bytes as never stopped', async () => {
    const folder = folderWith(file);
    const child = start([...sweep, '--seeds', '1..10', '--workers', '1'], folder);
    while (keptRuns(folder) < 3) await pause(20);
    child.kill('SIGKILL');
    await once(child, 'close');
    const before = keptRuns(folder);
    expect(before).toBeLessThan(20);
    const resumed = await ambient([...sweep, '--seeds', '1..10', '--out', 'resumed'], folder);
    const whole = await ambient([...sweep, '--seeds', '1..10', '--out', 'whole', '--fresh'], folder);
    expect([resumed.code, whole.code]).toEqual([0, 0]);
    expect(read(folder, 'resumed/results.json')).toBe(read(folder, 'whole/results.json'));
    const { runs } = JSON.parse(read(folder, 'resumed/timing.json')) as Timing;
    expect(runs).toHaveLength(20 - before);
  });

  it('runs only the new seeds of a longer experiment', async () => {
    const folder = folderWith(file);
    await ambient(['run', 'small.yaml', '--seeds', '1..4'], folder);
    await ambient(['run', 'small.yaml', '--seeds', '1..7', '--out', 'more'], folder);
    const { runs } = JSON.parse(read(folder, 'more/timing.json')) as Timing;
    expect(runs.map(({ seed }) => seed)).toEqual([5, 6, 7]);
  });
});

function keptRuns(folder: string): number {
  const kept = join(folder, 'runs/.kept');
  if (!existsSync(kept)) return 0;
  return readdirSync(kept, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).length;
}
