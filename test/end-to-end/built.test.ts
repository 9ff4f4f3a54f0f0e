// What a user gets: the package as built. `npm ci` and `npm test` build it before this runs.

import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ambient, ended, folderWith, root, small } from './command.ts';

describe('the built package', () => {
  it('starts by itself and runs with worker threads', async () => {
    const folder = folderWith({ 'small.yaml': small() });
    const built = spawn(join(root, 'dist/cli/main.js'), ['run', 'small.yaml', '--json'], { cwd: folder });
    const [one, other] = await Promise.all([
      ended(built),
      ambient(['run', 'small.yaml', '--json', '--out', 'x'], folder),
    ]);
    expect(one.code).toBe(0);
    expect(one).toEqual(other);
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
