import { describe, expect, it } from 'vitest';
import { listReport } from '../../../reports/index.ts';
import { context, failing, passing, plainText } from './sample.ts';

describe('the list report', () => {
  it('tells the story of a single cell in units people read', () => {
    const text = listReport(passing, context, 'runs/mesh/1', plainText);
    expect(text).toContain('500 submitted · > 99.99 % completed');
    expect(text).toContain('mean 250 ms [200 ms, 300 ms] · p99 1.5 s');
    expect(text).toContain('per task   12.3 mJ\n');
    expect(text).toContain('primary    latency.p999 2.5 s\n');
    expect(text).toContain('✓ 1 invariant held in 2 runs');
    expect(text).toContain('note: scheduling.d is inert under random');
    expect(text).toMatch(/passed · results in runs\/mesh\/1\n$/);
  });

  it('tells of real tasks one by one, without columns that have nothing to say', () => {
    const told = { task: 1, workload: 'digits', status: 'completed', latency: 0.002, node: 'pi-1' } as const;
    const tasks = [
      { ...told, gas: 159_082, reward: 1, result: 'digit 9, 99 % confidence' },
      { task: 2, workload: 'digits', status: 'expired', latency: 60 } as const,
    ];
    const lines = listReport(passing, { ...context, tasks }, 'runs/mesh/1', plainText).split('\n');
    expect(lines[1]).toMatch(/^ {2}task +node +gas +latency +reward +result$/);
    expect(lines[2]).toMatch(/^ {2}1 +pi-1 +159,082 +2 ms +1 token +digit 9, 99 % confidence$/);
    expect(lines[3]).toMatch(/^ {2}2 +60 s +expired$/);
  });

  it('gives a matrix one row for each cell, aligned', () => {
    const rows = listReport(failing, context, 'runs/mesh/1', plainText)
      .split('\n')
      .filter((line) => /^ {2}(scheduling=| +completed)/.test(line));
    expect(rows.map((row) => row.length)).toEqual([rows[0]?.length, rows[0]?.length, rows[0]?.length]);
    expect(rows[1]).toMatch(/scheduling=random +> 99.99 % +250 ms +1.5 s +12.3 mJ +2.5 s/);
  });

  it('names what broke, where, and the command that shows it again', () => {
    const text = listReport(failing, context, 'runs/mesh/1', plainText);
    expect(text).toContain('scheduling=random, seed 2: tokens-conserved was broken at 1.5 s');
    expect(text).toContain('npx ambient run mesh.yaml --seed 2');
    expect(text).toContain('✗ latency.p99 < 250 ms (scheduling=random): was 1.5 s');
    expect(text).toContain('✓ latency.p99 < 250 ms (scheduling=edf): was 200 ms');
    expect(text).toContain('failed · 1 invariant broken, 1 threshold missed');
    expect(text).toMatch(/reproduce: npx ambient run mesh\.yaml\n$/);
  });

  it('reproduces a broken invariant with its seed alone when no threshold was missed', () => {
    const text = listReport({ ...failing, thresholds: [] }, context, 'runs/mesh/1', plainText);
    expect(text).toMatch(/reproduce: npx ambient run mesh\.yaml --seed 2\n$/);
  });
});
