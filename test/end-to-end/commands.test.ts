import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../sim/results/index.ts';
import { ambient, folderWith, root, small } from './command.ts';

describe('ambient init', () => {
  it('writes a scenario and a strategy that run as they are', async () => {
    const folder = folderWith();
    const { code, out } = await ambient(['init', 'mine'], folder);
    expect(code).toBe(0);
    expect(out).toContain('npx ambient run mine/scenario.yaml');
    const ran = await ambient(['run', 'mine/scenario.yaml', '--seeds', '1..2', '--json'], folder);
    expect(ran.err).toBe('');
    const results = JSON.parse(ran.out) as Results;
    expect(results.verdict).toBe('pass');
    expect(results.cells).toHaveLength(2);
  });

  it('never overwrites, and writes nothing then', async () => {
    const folder = folderWith({ 'scenario.yaml': 'mine' });
    const { code, err } = await ambient(['init'], folder);
    expect(code).toBe(2);
    expect(err).toMatch(/file-exists [^]*scenario\.yaml exists already/);
    expect(readFileSync(join(folder, 'scenario.yaml'), 'utf8')).toBe('mine');
    expect(() => readFileSync(join(folder, 'my-strategy.ts'))).toThrow();
  });

  it('leaves a package as it is', async () => {
    const folder = folderWith({ 'package.json': '{}' });
    expect((await ambient(['init'], folder)).code).toBe(0);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{}');
  });
});

describe('ambient resolve', () => {
  it('shows every value with where it comes from', async () => {
    const folder = folderWith({
      'base.yaml': 'version: 1\nnetwork: { latency: 7 ms, jitter: 0 s }\n',
      'small.yaml': small('extends: ./base.yaml\n').replace(/^network.*\n/m, ''),
    });
    const { code, out, err } = await ambient(['resolve', 'small.yaml', '--set', 'stop.tasks=77'], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/network\.latency\.constant: 7 ms +# base\.yaml:2\n/);
    expect(out).toMatch(/stop\.tasks: 77 +# --set stop\.tasks=77\n/);
    expect(out).toMatch(/recovery: requeue +# default\n/);
  });

  it('gives programs the same as JSON', async () => {
    const { out } = await ambient(['resolve', 'small.yaml', '--json'], folderWith({ 'small.yaml': small() }));
    expect(JSON.parse(out)).toMatchObject({ name: 'small' });
  });

  it('exits 2 for a wrong scenario', async () => {
    const { code, out } = await ambient(['resolve', 'x.yaml'], folderWith({ 'x.yaml': 'version: 2\n' }));
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

describe('ambient completion', () => {
  it('prints a script for the shell', async () => {
    const { code, out } = await ambient(['completion'], root);
    expect(code).toBe(0);
    expect(out).toContain('complete -o bashdefault');
  });
});

describe('the examples', () => {
  it.each(['local-mesh', 'crash', 'deadlines', 'redundancy', 'closed'])('%s.yaml passes', async (name) => {
    const file = join(root, 'scenarios/examples', `${name}.yaml`);
    const { code, err } = await ambient(['run', file, '--seeds', '1..3'], folderWith());
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
