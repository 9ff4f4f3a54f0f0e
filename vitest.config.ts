import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.ts';

if (process.execPath.includes('node_modules')) {
  throw new Error(`node_modules/.bin/node took the place of the installed Node: run "npm run build" once`);
}

const seconds = 1000;

const config: ViteUserConfig = defineConfig({
  test: {
    pool: 'forks',
    reporters: ['default', new ClosingLine()],
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'sim/**/*.ts', 'reports/**/*.ts', 'cli/**/*.ts'],
      reportsDirectory: 'coverage',
    },
    projects: [
      project('unit', 30 * seconds),
      project('property', 30 * seconds),
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
      ...(name === 'end-to-end' ? { globalSetup: 'test/end-to-end/fresh-build.ts' } : {}),
      ...(name === 'proof' ? { globalSetup: 'test/proof/keys.ts' } : {}),
    },
  };
}
