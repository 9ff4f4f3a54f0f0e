import { readdirSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtModules } from '../../../scripts/build-tasks.ts';
import { tasks } from '../../../sim/tasks/index.ts';
import { wasm } from '../../web-assembly.ts';

const folder = fileURLToPath(new URL('../../../scenarios/tasks/', import.meta.url));
/** These have no source: they are not WebAssembly. */
const RAW = ['cut-short', 'empty', 'endless-section', 'garbage', 'wrong-version'].map(
  (name) => `hostile/load/${name}.wasm`,
);

/** The compiler alone takes seconds to load. */
const PATIENCE = 120_000;

describe('committed modules', () => {
  it('are what their sources build, to the byte, and all of them have a source', { timeout: PATIENCE }, async () => {
    const built = await builtModules();
    const different = built.filter(({ path, bytes }) => !readFileSync(path).equals(bytes)).map(({ path }) => path);
    expect(different, 'run `npm run build:tasks`').toEqual([]);
    const committed = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.wasm'),
    );
    expect(committed.sort()).toEqual([...RAW, ...built.map(({ path }) => relative(folder, path))].sort());
  });

  it('are those of the catalogue and the training task, import nothing, export the ABI and nothing else, and are small', () => {
    const modules = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
    expect(modules.map((name) => basename(name, '.wasm')).sort()).toEqual(
      [...tasks.map(({ name }) => name), 'train'].sort(),
    );
    for (const name of modules) {
      const bytes = readFileSync(`${folder}${name}`);
      const module = new wasm.Module(bytes);
      expect(wasm.Module.imports(module)).toEqual([]);
      expect(
        wasm.Module.exports(module)
          .map((each) => `${each.kind} ${each.name}`)
          .sort(),
      ).toEqual(['function alloc', 'function run', 'memory memory']);
      expect(bytes.length).toBeLessThan(64 * 1024);
    }
  });
});
