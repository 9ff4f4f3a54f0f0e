// Tests run what users run: the build. Before them, what of it is older than its source is translated again, as tsc
// does it but without a look at types, which `npm run lint` checks.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
const HOUSES = ['core', 'sim', 'reports', 'cli', 'index.ts'];
/** What else decides what a build is: when it changes, there has to be a whole new one. */
const FRAME = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/after-build.js',
  'scenarios/tasks',
  'core/proof/circuits',
];

const isSource = (path: string): boolean =>
  path.endsWith('.ts') && !path.endsWith('.d.ts') && HOUSES.includes(relative(root, path).split('/')[0]!);

/** What the build makes of a file of the source; of any other, nothing. */
export function builtFrom(path: string): string | undefined {
  return isSource(path) ? join(root, 'dist', relative(root, path).replace(/\.ts$/, '.js')) : undefined;
}

export default async function freshBuild(): Promise<void> {
  const frame = FRAME.flatMap((path) => filesIn(join(root, path)));
  if (frame.some((path) => changed(path) > changed(join(root, 'dist/cli/main.js')))) build();
  const sources = HOUSES.flatMap((house) => filesIn(join(root, house))).filter(isSource);
  const stale = sources.filter((path) => changed(path) > changed(builtFrom(path)!));
  if (stale.length === 0) return;
  const translate = await translator();
  for (const path of stale) write(builtFrom(path)!, translate(path));
}

function build(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed, so that it cannot be tested');
}

/** What tsc writes for a file of the source. */
export async function translator(): Promise<(path: string) => string> {
  const { default: ts } = await import('typescript');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.build.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  // A file by itself does not say that its package is one of modules.
  const compilerOptions = {
    ...options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  return (path) => ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions, fileName: path }).outputText;
}

/** In one step: several runs of tests may be at it. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const mode = existsSync(path) ? statSync(path).mode : 0o644;
  const next = `${path}.${String(process.pid)}`;
  writeFileSync(next, text, { mode });
  renameSync(next, path);
}

/** All files at or under this path. */
function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

/** When it last changed; never, if there is no such file. */
function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
