// `npm run build:tasks`: rebuilds every module under scenarios/tasks from the source beside it. A test compares the
// committed bytes with what this would write.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import loadWabt from 'wabt';

interface BuiltModule {
  /** Absolute; the module's place beside its source. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Compiler {
  readonly createMemoryStream: () => { toString(): string };
  readonly main: (words: readonly string[], host: CompilerHost) => Promise<{ readonly error: Error | null }>;
}

interface CompilerHost {
  readonly readFile: (name: string) => string | null;
  readonly writeFile: (name: string, contents: Uint8Array) => void;
  readonly listFiles: () => readonly string[];
  readonly stderr: object;
}

/** Not imported by a name that TypeScript follows: the types of this package redefine those of the language. */
const COMPILER: string = 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../scenarios/tasks/', import.meta.url));
const hostileFolder = join(folder, 'hostile');

/** What asc is told for a task: no imports, nothing exported but what the source exports and the memory. */
const OPTIONS = ['-O3', '--runtime', 'stub', '--use', 'abort=', '--noAssert'];
/** Shared by the others, and no task of its own. */
const ABI = 'abi.ts';

/** Every module, from its source. */
export async function builtModules(): Promise<BuiltModule[]> {
  const compiler = (await import(COMPILER)) as Compiler;
  const tasks = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== ABI);
  const modules: BuiltModule[] = [];
  for (const source of tasks) modules.push(await fromAssemblyScript(source, compiler));
  return [...modules, ...(await hostileModules())];
}

async function fromAssemblyScript(source: string, asc: Compiler): Promise<BuiltModule> {
  const outFile = moduleOf(source);
  let bytes: Uint8Array | undefined;
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([source, '--outFile', outFile, '--baseDir', folder, ...OPTIONS], {
    readFile: readSource,
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
    stderr,
  });
  if (error !== null || bytes === undefined)
    throw new Error(`${source}: ${error?.message ?? ''}\n${stderr.toString()}`);
  return { path: join(folder, outFile), bytes };
}

/**
 * A source file, or data as one: `import { WEIGHTS } from './NAME.weights'` gives the address of the bytes of a file, and
 * `import { answerOf } from './NAME.tree'` the decisions of one as code.
 */
function readSource(name: string): string | null {
  const path = join(folder, name);
  if (name.endsWith('.weights.ts')) {
    const weights = readFileSync(path.slice(0, -'.ts'.length));
    return `export const WEIGHTS: usize = memory.data<u8>([${weights.join()}], 8);`;
  }
  if (name.endsWith('.tree.ts')) {
    return treeCode(JSON.parse(readFileSync(join(folder, name.slice(0, -'.ts'.length)), 'utf8')) as Tree);
  }
  return readdirSync(folder).includes(name) ? readFileSync(path, 'utf8') : null;
}

/** What each depth asks, a byte and a threshold, and the two bytes of each leaf. */
interface Tree {
  readonly tests: readonly (readonly [number, number])[];
  readonly answers: readonly (readonly [number, number])[];
}

/** Straight code, which takes the same steps for every image, and a table. */
function treeCode({ tests, answers }: Tree): string {
  const asked = tests.map(
    ([byte, threshold]) => `  leaf = (leaf << 1) | i32(load<u8>(image + ${byte}) < ${threshold});`,
  );
  const lines = [
    `const ANSWERS: usize = memory.data<u32>([${answers.map(([first, second]) => first + 256 * second).join()}], 64);`,
    '@inline export function answerOf(image: usize): i32 {',
    '  let leaf = 0;',
    ...asked,
    `  return load<i32>(((leaf << 2) & ${4 * answers.length - 4}) + ANSWERS);`,
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** WAT under hostile/OUTCOME/, each as its folder's name says it ends. */
async function hostileModules(): Promise<BuiltModule[]> {
  const wabt = await loadWabt();
  return readdirSync(hostileFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wat'))
    .map((name) => {
      const module = wabt.parseWat(basename(name), readFileSync(join(hostileFolder, name), 'utf8'), FEATURES);
      const bytes = module.toBinary({}).buffer;
      module.destroy();
      return { path: join(hostileFolder, moduleOf(name)), bytes };
    });
}

/** What hostile modules may use, so that the gate has something to refuse. */
const FEATURES = { simd: true, threads: true, tail_call: true, exceptions: true, memory64: true, multi_memory: true };

const moduleOf = (source: string): string => source.replace(/\.(ts|wat)$/, '.wasm');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, bytes } of await builtModules()) {
    writeFileSync(path, bytes);
    process.stdout.write(`${path}: ${bytes.length} bytes\n`);
  }
}
