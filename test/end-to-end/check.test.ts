import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Results } from '../../sim/results/index.ts';
import { ambient, folderWith, root } from './command.ts';

const suites = join(root, 'scenarios/faults');

describe('ambient check', () => {
  it('passes the suites: what they promise holds under every seed', async () => {
    const folder = folderWith();
    const files = ['committee.yaml', 'spot-check.yaml', 'optimistic.yaml', 'proofs.yaml'].map((name) =>
      join(suites, name),
    );
    const { code, out, err } = await ambient(['check', ...files, '--seeds', '1..12', '--out', 'out'], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/✓ committee: \d+ invariants held in 12 runs/);
    expect(readFileSync(join(folder, 'out/committee/junit.xml'), 'utf8')).toContain('<testsuite name="');
    const junit = await ambient(['check', files[0]!, '--seeds', '1..2', '--reporter', 'junit', '--out', 'xml'], folder);
    expect(junit.out).toMatch(/^<\?xml /);
    const results = JSON.parse(readFileSync(join(folder, 'out/spot-check/results.json'), 'utf8')) as Results;
    expect(new Set(results.cells[0]!.runs.map(({ fingerprint }) => fingerprint)).size).toBe(12);
  });

  it('catches a canary, stops at it, says how to see it again, and shrinks it to what matters', async () => {
    const folder = folderWith();
    const canaries = join(suites, 'canaries/wrong-result-never-accepted.yaml');
    const { code, out, err } = await ambient(['check', canaries, '--bail', '--out', 'out'], folder);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ canary-wrong-result-never-accepted: 1 run failed in \d runs?/);
    const told = readFileSync(join(folder, 'out/canary-wrong-result-never-accepted/results.json'), 'utf8');
    const held = (JSON.parse(told) as Results).cells[0]!.runs.map(({ invariants }) =>
      invariants.every(({ held }) => held),
    );
    expect(held.indexOf(false)).toBe(held.length - 1);
    const [, seed] = /reproduce: npx ambient check .* --seed (\d+)/.exec(err)!;
    const again = await ambient(['check', canaries, '--seed', seed!, '--out', 'again'], folder);
    expect([again.code, again.err.split('\n')[0]]).toEqual([1, err.split('\n')[0]]);
    const file = join(folder, `out/canary-wrong-result-never-accepted/seed-${seed!}.yaml`);
    const shrunk = parse(readFileSync(file, 'utf8')) as { nodes: { count: number }[]; faults?: unknown; stop: object };
    expect(shrunk.nodes.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect([shrunk.faults, shrunk.stop]).toEqual([undefined, { tasks: 1 }]);
    const alone = await ambient(['run', file, '--out', 'alone'], folder);
    expect(alone.code).toBe(1);
    expect((await ambient(['replay', 'alone'], folder)).out).toContain('alone/replay.html');
    const page = readFileSync(join(folder, 'alone/replay.html'), 'utf8');
    expect(page).toContain('Messages before wrong-result-never-accepted broke');
    // The last thing said before a wrong result was certified is the result that made it so.
    expect(/.*<title>(node-\d|honest-\d|liar-\d)[^<]*<\/title>/s.exec(page)![0]).toMatch(
      /to coordinator: result, [^<]*<\/title>$/,
    );
    expect(alone.out).toContain('wrong-result-never-accepted was broken');
  });

  it('refuses a folder without suites, and a file that is none', async () => {
    const folder = folderWith({ 'bad.yaml': 'version: 2\n' });
    expect((await ambient(['check', 'nowhere.yaml'], folder)).code).toBe(2);
    expect((await ambient(['check', 'bad.yaml'], folder)).code).toBe(2);
  });
});

describe('ambient replay', () => {
  it('runs the folder of a run again, and notices what is not the same', async () => {
    const folder = folderWith();
    const suite = join(suites, 'committee.yaml');
    await ambient(['run', suite, '--seeds', '1..2', '--out', 'kept'], folder);
    expect(await ambient(['replay', 'kept'], folder)).toEqual({
      code: 0,
      out: '2 runs came to the same, event for event\nkept/replay.html\n',
      err: '',
    });
    expect(readFileSync(join(folder, 'kept/replay.html'), 'utf8')).toContain('Messages before the run ended');
    const results = readFileSync(join(folder, 'kept/results.json'), 'utf8');
    writeFileSync(join(folder, 'kept/results.json'), results.replace(/"fingerprint": "../, '"fingerprint": "xx'));
    expect((await ambient(['replay', 'kept'], folder)).code).toBe(3);
    expect((await ambient(['replay', 'nowhere'], folder)).code).toBe(2);
  });
});
