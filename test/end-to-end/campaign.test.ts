import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ambient, ended, folderWith, root, start } from './command.ts';

const suites = join(root, 'scenarios/faults');

describe('a campaign', () => {
  it('goes on where it was killed, and comes to the same bytes', async () => {
    const [killed, whole] = [folderWith(), folderWith()];
    const words = ['check', join(suites, 'committee.yaml'), '--seeds', '1..12', '--out', 'out', '--workers', '1'];
    const kept = join(killed, 'runs/.kept');
    const child = start(words, killed);
    const end = ended(child);
    const files = (): string[] => (existsSync(kept) ? readdirSync(kept, { recursive: true, encoding: 'utf8' }) : []);
    while (files().filter((name) => name.endsWith('.json')).length < 3) await setTimeout(20);
    child.kill('SIGKILL');
    expect((await end).code).toBeNull();
    const [again, once] = await Promise.all([ambient(words, killed), ambient([...words, '--fresh'], whole)]);
    expect(again).toEqual(once);
    const results = (folder: string): string => readFileSync(join(folder, 'out/committee/results.json'), 'utf8');
    expect(results(killed)).toBe(results(whole));
  });

  it('says what it never came to', async () => {
    const folder = folderWith({
      'late.yaml': `version: 1
name: late
extends: ${join(suites, 'committee.yaml')}
stop: { tasks: 3 }
faults: [{ slow: { nodes: [all], times: 2 }, at: 9000 s }]
`,
    });
    const late = await ambient(['check', 'late.yaml', '--seeds', '1..3'], folder);
    expect([late.code, late.out]).toEqual([
      0,
      expect.stringContaining('never reached: fault {slow: {nodes: [all], times: 2}}'),
    ]);
    expect((await ambient(['check', 'late.yaml', '--seeds', '1..3', '--sometimes'], folder)).code).toBe(1);
  });
});
