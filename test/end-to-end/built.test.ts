// What a user gets: the package as built. `npm ci` and `npm test` build it before this runs.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtFrom, translator } from '../fresh-build.ts';
import { ambient, ended, folderWith, root, small, startFromSource } from './command.ts';

describe('the built package', () => {
  it('starts by itself and runs with worker threads, as the source does', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const built = spawn(join(root, 'dist/cli/main.js'), ['run', 'small.yaml', '--json'], { cwd: folder });
    const [one, other] = await Promise.all([
      ended(built),
      ended(startFromSource(['run', 'small.yaml', '--json', '--out', 'x'], folder)),
    ]);
    expect(one.code).toBe(0);
    expect(one).toEqual(other);
  });

  it('is what the tests take for it when only some of the source has changed', async () => {
    const translate = await translator();
    for (const source of ['index.ts', 'cli/main.ts', 'core/mesh/coordinator.ts', 'sim/experiment/worker.ts']) {
      const path = join(root, source);
      expect(translate(path), source).toBe(readFileSync(builtFrom(path)!, 'utf8'));
    }
    expect(builtFrom(import.meta.filename)).toBeUndefined();
  });

  it('gives the same bytes on every Node it supports', async () => {
    const example = join(root, 'scenarios/examples/local-mesh.yaml');
    const folder = folderWith();
    const run = async (node: string): Promise<string> => {
      const words = [
        join(root, 'dist/cli/main.js'),
        'run',
        example,
        '--json',
        '--seeds',
        '1..3',
        '--out',
        folderWith(),
      ];
      const { code, out, err } = await ended(spawn(node, words, { cwd: folder }));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return out;
    };
    const binary = (version: number): string => join(root, `node_modules/node-${version}/bin/node`);
    const [here, on22, on24] = [await run(process.execPath), await run(binary(22)), await run(binary(24))];
    expect([on22, on24]).toEqual([here, here]);
  });

  it('writes a strategy that type-checks against the package', async () => {
    const folder = folderWith();
    await ambient(['init'], folder);
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/ambient-vcp'));
    const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', skipLibCheck: true, types: [] };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['my-strategy.ts'] }),
    );
    const tsc = spawn(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    expect(await ended(tsc)).toEqual({ code: 0, out: '', err: '' });
  });
});
