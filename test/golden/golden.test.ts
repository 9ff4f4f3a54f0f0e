// The same numbers as were committed: in this process, in another, and on other versions of Node. A change that is
// meant to move them records them anew: see record.ts.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Play, perform, written } from './plays.ts';

const run = promisify(execFile);
const print = new URL('./print.ts', import.meta.url).pathname;
const committed = read(readFileSync(new URL('./golden.json', import.meta.url), 'utf8'));

async function printedBy(node: string): Promise<string> {
  const { stdout } = await run(node, ['--import', 'tsx', print], { maxBuffer: 64 * 1_024 * 1_024 });
  return stdout;
}

/** What this process gives. */
let here: string;
beforeAll(async () => {
  here = written(await perform());
});

describe('golden runs', () => {
  it('are those that were committed', () => {
    expect(read(here).map(({ name }) => name)).toEqual(committed.map(({ name }) => name));
  });

  it.each(committed.map((play, place) => [play.name, place, play] as const))('%s', (_, place, play) => {
    expect(read(here)[place]).toEqual(play);
  });
});

describe('golden runs elsewhere', () => {
  // In another process, then. The binaries come as packages of their own, for Linux on x64: see the aliases in package.json.
  it.for([22, 24])('are the same on Node %i', async (version, context) => {
    const node = `node_modules/node-${version}/bin/node`;
    if (!existsSync(node)) {
      expect(process.env['CI'], `${node} is missing, though CI is to check it`).toBeUndefined();
      context.skip(`${node} is not installed`);
    }
    const { stdout } = await run(node, ['--version']);
    expect(stdout).toMatch(new RegExp(`^v${version}\\.`));
    expect(await printedBy(node)).toBe(here);
  });
});

function read(text: string): Play[] {
  return (JSON.parse(text) as { plays: Play[] }).plays;
}
