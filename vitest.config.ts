import { dirname, resolve } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.ts';
import { builtFrom } from './test/fresh-build.ts';

if (process.execPath.includes('node_modules')) {
  throw new Error(`node_modules/.bin/node took the place of the installed Node: run "npm run build" once`);
}

const seconds = 1000;

// Coverage counts lines of the source and a watcher waits for changes of it, so they import the source itself.
const once = process.argv.includes('run') || process.argv.includes('--run');
const fromSource = process.argv.includes('--coverage') || !once;

/** Imports what is tested from the build: Node loads it as it is, its worker threads included. */
const fromBuild: NonNullable<ViteUserConfig['plugins']>[number] = {
  name: 'from-build',
  enforce: 'pre',
  resolveId: (id, importer) => (importer === undefined ? undefined : builtFrom(resolve(dirname(importer), id))),
};

const config: ViteUserConfig = defineConfig({
  plugins: fromSource ? [] : [fromBuild],
  test: {
    pool: 'forks',
    // All of them: tests wait for threads and processes much of their time.
    maxWorkers: '100%',
    globalSetup: ['test/scratch.ts', 'test/fresh-build.ts'],
    server: { deps: { external: [/\/dist\//] } },
    reporters: ['default', new ClosingLine()],
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'sim/**/*.ts', 'reports/**/*.ts', 'cli/**/*.ts'],
      reportsDirectory: 'coverage',
    },
    projects: [
      project('unit', 120 * seconds),
      project('property', 120 * seconds),
      project('golden', 30 * seconds),
      project('end-to-end', 120 * seconds),
      // Waits for circuit and keys, which take a minute the first time.
      project('proof', 120 * seconds),
    ],
  },
});

export default config;

function project(name: string, timeout: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: timeout,
      hookTimeout: timeout,
      // No test changes what another imports, and loading it all once takes a third off.
      isolate: false,
      ...(name === 'proof' ? { globalSetup: 'test/proof/keys.ts' } : {}),
    },
  };
}
