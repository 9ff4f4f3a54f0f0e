// Before the tests of commands: builds the package, unless the build is newer than all of its source.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './command.ts';

const SOURCES = ['core', 'sim', 'reports', 'cli', 'scenarios', 'index.ts', 'package.json', 'scripts'];

export default function freshBuild(): void {
  const built = join(root, 'dist/cli/main.js');
  const since = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (!SOURCES.some((source) => newest(join(root, source)) > since)) return;
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed, so its commands cannot be tested');
}

function newest(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
