import { describe, expect, it } from 'vitest';
import { ambient } from '../../../cli/ambient.ts';
import type { Entry } from '../../../cli/entry.ts';
import { rememberingTerminal } from './terminal.ts';

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { terminal, out, err } = rememberingTerminal();
  const code = await ambient(words, terminal);
  return { code, out: out(), err: err() };
}

describe('usage errors', () => {
  it.each([
    [[], /usage no command was given/],
    [['rnu', 'x.yaml'], /usage there is no such command[^]*did you mean run\?/],
    [['run'], /usage Not enough non-option arguments/],
    [['run', 'x.yaml', '--sed', '1'], /usage Unknown argument: sed/],
    [['run', 'x.yaml', '--workers', '0'], /usage --workers is no such number[^]*got +0/],
    [
      ['run', 'x.yaml', '--reporter', 'xml'],
      /usage --reporter is unknown[^]*list, json, junit, github, markdown, html/,
    ],
    [['run', 'x.yaml', '--seed', '1', '--seeds', '1..2'], /usage --seeds cannot stand beside --seed/],
    [['run', 'x.yaml', 'y.yaml', '--out', 'x'], /usage --out is the folder of one run/],
    [['exec', 'sha256', '--repeat', 'x'], /usage --repeat is no such number[^]*got +x/],
    [['list', 'planets'], /usage Invalid values[^]*planets/],
  ])('%j ends with 2, says what is wrong on stderr and prints nothing', async (words, complaint) => {
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
  });

  it('are all shown at once, beside what is wrong with the files', async () => {
    const { err } = await run('run', 'none.yaml', '--workers', 'x', '--shuffle-ties', 'y', '--reporter', 'z');
    expect(err).toMatch(/none\.yaml[^]*--reporter[^]*--shuffle-ties[^]*--workers[^]*4 errors/);
  });
});

describe('ambient list', () => {
  const kinds = ['strategies', 'devices', 'metrics', 'invariants', 'distributions', 'arrivals', 'commands'];

  it.each(kinds)('%s names each once, with a summary, for people and for programs', async (kind) => {
    const plain = await run('list', kind);
    const entries = JSON.parse((await run('list', kind, '--json')).out) as readonly Entry[];
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
    for (const { name, summary, parameters = [] } of entries) {
      expect(plain.out).toContain(name);
      expect([summary, ...parameters.map(({ description }) => description)]).not.toContain('');
    }
  });

  it('shows one thing with everything about it', async () => {
    const { out } = await run('list', 'devices', 'raspberry-pi-5');
    expect(out).toMatch(/^raspberry-pi-5 /);
    expect(out).toMatch(/peak = 12\.7 W: geerlingguy/);
    expect(out).toMatch(/idle = 4\.5 W: assumed: /);
    const [entry, ...others] = JSON.parse((await run('list', 'devices', 'raspberry-pi-5', '--json')).out) as Entry[];
    expect(others).toEqual([]);
    expect(entry!.parameters!.map(({ name }) => name)).toContain('speed');
    expect((await run('list', 'strategies', 'hedged')).out.split('\n')).toHaveLength(3);
  });

  it('says which name may have been meant', async () => {
    const { code, out, err } = await run('list', 'devices', 'rasberry-pi-5');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('did you mean raspberry-pi-5?');
  });

  it('says what a parameter is without being given', async () => {
    const { out } = await run('list', 'strategies');
    expect(out).toMatch(/^power-of-d +the least loaded of d nodes.*\n +d = 2: /m);
    expect(out).toMatch(/^hedged .*\n +after = \d+ m?s: /m);
  });
});
