import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ambient, ambientProcess, ended, folderWith, small, start } from './command.ts';

describe('a usage error', () => {
  it('exits 2, says what is wrong on stderr and prints nothing', async () => {
    const { code, out, err } = await ambientProcess(['rnu', 'small.yaml'], folderWith());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/usage there is no such command[^]*did you mean run\?/);
  });
});

describe('ambient calibrate', () => {
  it.each([
    ['--circuit', 'huge', /--circuit is unknown[^]*test, default, large/],
    ['--proofs', '0', /proofs/],
  ])('exits 2 for %s %s, before it measures anything', async (flag, value, said) => {
    const { code, out, err } = await ambient(['calibrate', flag, value], folderWith());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(said);
  });
});

describe('scenario errors', () => {
  it('are all shown at once with place, path, frame and hint', async () => {
    const text = small('stopp: { tasks: 1 }\n')
      .replace('poisson: 20 /s', 'poisson: 20 W')
      .replace('tasks: 200', 'tasks: -1');
    const { code, out, err } = await ambient(['run', 'small.yaml'], folderWith({ 'small.yaml': text }));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.match(/^small\.yaml:\d+:\d+ [a-z-]+ /gm)).toHaveLength(3);
    expect(err).toMatch(/^small\.yaml:4:16 /m);
    expect(err).toMatch(/at +stop\.tasks\n/);
    expect(err).toMatch(/> 4 \| stop: \{ tasks: -1 \}\n +\| +\^\^\n/);
    expect(err).toContain('did you mean "stop"?');
    expect(err).toContain('3 errors');
  });

  it('become annotations for the github reporter', async () => {
    const folder = folderWith({ 'small.yaml': small('stopp: 1\n') });
    const { code, out } = await ambient(['run', 'small.yaml', '--reporter', 'github'], folder);
    expect(code).toBe(2);
    expect(out).toMatch(/^::error file=small\.yaml,line=\d+,col=1,title=unknown-key::/);
  });

  it('include a file that is not there, beside what is wrong in another', async () => {
    const folder = folderWith({ 'small.yaml': small('stopp: 1\n') });
    const { code, err } = await ambient(['run', 'small.yaml', 'none.yaml'], folder);
    expect(code).toBe(2);
    expect(err).toContain('none.yaml');
    expect(err).toContain('small.yaml:');
  });
});

const STRATEGY = (choose: string): string => `
export const api = 1;
export default { name: 'mine', summary: 'mine', parameters: {}, create: (_, random) => ({ choose: (task, pool) => ${choose} }) };
`;

const CHANCE = 'Math.random() < 0.5 ? means.forge(result) : result';

describe('runs that come to no results', () => {
  it('exit 3 for a strategy that does not choose the same twice', async () => {
    const folder = folderWith({
      'small.yaml': small('scheduling: { strategy: ./mine.mjs }\n'),
      'mine.mjs': STRATEGY('pool.at(Math.floor(Math.random() * pool.size))'),
    });
    const { code, out, err } = await ambient(['run', 'small.yaml'], folder);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/non-deterministic [^]*reproduce: npx ambient run small\.yaml\n$/);
  });

  it('exit 3 when the folder holds other results of the same inputs', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const args = ['run', 'small.yaml', '--seed', '1', '--out', 'here'];
    expect((await ambient(args, folder)).code).toBe(0);
    const path = join(folder, 'here/results.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/"events": \d+/, '"events": 1'));
    const { code, err } = await ambient(args, folder);
    expect(code).toBe(3);
    expect(err).toContain('results-differ');
  });

  it('exit 2 for a strategy that throws, with its place', async () => {
    const folder = folderWith({
      'small.yaml': small('scheduling: { strategy: ./mine.mjs }\n'),
      'mine.mjs': STRATEGY('pool.nothing()'),
    });
    const { code, err } = await ambient(['run', 'small.yaml'], folder);
    expect(code).toBe(2);
    expect(err).toMatch(/mine\.mjs:3:\d+ strategy-threw/);
  });

  it('exit 2 for a behaviour that cannot be loaded or that throws, and 3 for one that is not the same twice', async () => {
    const text = small().replace('region: frankfurt', 'region: frankfurt, behaviour: ./lie.mjs');
    const ended = async (claims: string): Promise<readonly [number | null, string]> => {
      const lie = `export const api = 1;
export default { name: 'lie', summary: 'lie', parameters: {}, create: (_, means) => ({ claims: (result) => ${claims} }) };
`;
      const files = { 'small.yaml': text, ...(claims !== '' && { 'lie.mjs': lie }) };
      const { code, err } = await ambient(['run', 'small.yaml'], folderWith(files));
      return [code, err];
    };
    const [missing, throwing, chance] = [await ended(''), await ended('means.no()'), await ended(CHANCE)];
    expect(missing).toEqual([2, expect.stringMatching(/small\.yaml:7:\d+ behaviour-missing/)]);
    expect(throwing).toEqual([2, expect.stringMatching(/lie\.mjs:2:\d+ behaviour-threw/)]);
    expect(chance).toEqual([3, expect.stringMatching(/non-deterministic [^]*lie\.mjs does not behave the same twice/)]);
  });

  it('exit 4 when a worker dies', async () => {
    const folder = folderWith({
      'small.yaml': small('scheduling: { strategy: ./mine.mjs }\n'),
      'mine.mjs': STRATEGY('process.exit(1)'),
    });
    const { code, err } = await ambient(['run', 'small.yaml'], folder);
    expect(code).toBe(4);
    expect(err).toMatch(/worker-died [^]*reproduce: /);
  });

  it('exit 2 when the folder cannot be written', async () => {
    const folder = folderWith({ 'small.yaml': small(), taken: '' });
    const { code, err } = await ambient(['run', 'small.yaml', '--seed', '1', '--out', 'taken/x'], folder);
    expect(code).toBe(2);
    expect(err).toContain('folder-unwritable');
  });
});

describe('the process', () => {
  it('exits 130 on SIGINT, with the command to begin again and no results', async () => {
    const folder = folderWith({
      'long.yaml': small('scheduling: { strategy: ./mine.mjs }\n').replace('tasks: 200', 'tasks: 100_000_000'),
      'mine.mjs': STRATEGY('pool.at(0)').replace('({ choose', '(console.log("running"), { choose'),
    });
    const child = start(['run', 'long.yaml'], folder);
    child.stderr?.once('data', () => child.kill('SIGINT'));
    const { code, out, err } = await ended(child);
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toMatch(/interrupted[^]*npx ambient run long\.yaml\n$/);
  });

  it('is silent when nobody reads on', async () => {
    const child = start(['list', 'metrics'], folderWith());
    child.stdout?.destroy();
    const { code, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('exits 70 for a bug of ours, with the command but no stack', async () => {
    const sabotage = 'process.stdout.write=()=>{throw%20new%20Error(%22sabotage%22)}';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${sabotage}`, AMBIENT_DEBUG: '' };
    const { code, err } = await ambientProcess(['list', 'metrics'], folderWith(), env);
    expect(code).toBe(70);
    expect(err).toMatch(/^internal error sabotage\n[^]*npx ambient list metrics\n$/);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
