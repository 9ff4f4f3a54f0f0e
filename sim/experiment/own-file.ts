// Code that users write in a file of their own, such as a strategy or a behaviour: loading it, and what is wrong with it.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type { Parameter } from '../../core/scheduling/index.ts';
import { RunFault } from '../world/index.ts';
import { type Noun, placeIn, thrownBy } from './own-guard.ts';

/** The interface that a file is written for: its `export const api = 1`. */
const API = 1;
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];

/** A definition in a file of a user's own. */
export interface OwnFile<T> {
  /** Absolute. */
  readonly path: string;
  /** Of the file itself, without what it imports. */
  readonly sha256: string;
  readonly definition: T;
}

/**
 * What a `.ts`, `.mts`, `.js` or `.mjs` file exports as `default` or by the name of the noun, beside `api = 1`. Its code
 * runs with all rights of this process.
 */
export async function loadOwnFile(noun: Noun, file: string): Promise<Result<OwnFile<unknown>>> {
  const path = resolve(file);
  if (!EXTENSIONS.includes(extname(path))) {
    return failed({
      code: `${noun}-type`,
      message: `${file} is not a ${noun} file.`,
      expected: 'a file that ends in .ts, .mts, .js or .mjs',
    });
  }
  const source = await readFile(path).catch(() => undefined);
  if (source === undefined) {
    return failed({
      code: `${noun}-missing`,
      message: `There is no ${noun} file ${file} that can be read.`,
      got: path,
    });
  }
  const loaded = await importFile(noun, path);
  if (!loaded.ok) return loaded;
  const problems = checkExports(noun, loaded.value, path);
  if (problems.length > 0) return failed(...problems);
  const sha256 = createHash('sha256').update(source).digest('hex');
  return success({ path, sha256, definition: exported(noun, loaded.value) });
}

/**
 * The definition in a file, loaded once in each thread. Throws RunFault, also if the file is no longer what it
 * was when the scenario was resolved: `sha256` is from then.
 */
export function loadedOnce<T>(
  noun: Noun,
  load: (file: string) => Promise<Result<OwnFile<T>>>,
): (file: string, sha256: string) => Promise<T> {
  const loadedHere = new Map<string, Promise<Result<OwnFile<T>>>>();
  return async (file, sha256) => {
    const loading = loadedHere.get(file) ?? load(file);
    loadedHere.set(file, loading);
    const loaded = await loading;
    if (!loaded.ok) throw new RunFault(loaded.failures);
    if (loaded.value.sha256 === sha256) return loaded.value.definition;
    throw new RunFault([
      {
        code: `${noun}-changed`,
        message: `${file} changed after the scenario was loaded.`,
        hint: 'Run it again, and leave the file alone meanwhile.',
      },
    ]);
  };
}

type Exports = Readonly<Record<string, unknown>>;

/** By tsx, which takes TypeScript and JavaScript, modules and CommonJS alike on every Node. */
async function importFile(noun: Noun, path: string): Promise<Result<Exports>> {
  const { tsImport } = await import('tsx/esm/api');
  try {
    const module: unknown = await tsImport(pathToFileURL(path).href, import.meta.url);
    return success(flatten(module as Exports));
  } catch (error) {
    return failed(await importFailure(noun, path, error));
  }
}

/** What Node takes for CommonJS has all its exports inside `default` too, and at times only there. */
function flatten(module: Exports): Exports {
  const inner = module['default'];
  return typeof inner === 'object' && inner !== null && 'api' in inner ? inner : module;
}

async function importFailure(noun: Noun, path: string, error: unknown): Promise<Failure> {
  if (!(error instanceof Error)) return thrownBy(noun, 'its top level', path, error);
  const compiled = /:(\d+):(\d+): ERROR: (.*)/.exec(error.message);
  if (compiled !== null) {
    const place = { file: path, line: Number(compiled[1]), column: Number(compiled[2]) + 1 };
    return { code: `${noun}-syntax`, message: `${path} cannot be read as code.`, place, got: compiled[3]! };
  }
  if (error.name !== 'SyntaxError') return thrownBy(noun, 'its top level', path, error);
  const place = placeIn(path, await checkedByNode(path));
  const failure = { code: `${noun}-syntax`, message: `${path} cannot be read as code.`, got: error.message };
  return place === undefined ? failure : { ...failure, place };
}

/** What `node --check` says of a file: V8 keeps the line of a syntax error from the code that catches it. */
function checkedByNode(path: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', path], (_error, _stdout, stderr) => resolve(stderr));
  });
}

function exported(noun: Noun, exports: Exports): unknown {
  return exports['default'] ?? exports[noun];
}

function checkExports(noun: Noun, exports: Exports, path: string): readonly Failure[] {
  if (exports['api'] !== API) {
    return [
      {
        code: `${noun}-api`,
        message: `${path} does not say that it is written for this version of the interface.`,
        expected: `export const api = ${API};`,
        got: 'api' in exports ? `api = ${String(exports['api'])}` : 'no export named api',
      },
    ];
  }
  if (exported(noun, exports) === undefined) {
    return [
      {
        code: `${noun}-shape`,
        message: `${path} exports no ${noun}.`,
        expected: `export default, or export const ${noun}`,
        got: `exports ${Object.keys(exports).join(', ')}`,
      },
    ];
  }
  return [];
}

const value = z.union([z.number(), z.boolean(), z.string()], 'expected a number, a boolean or a text');

const PARAMETER: z.ZodType = z
  .strictObject({
    kind: z.enum(['count', 'fraction', 'number', 'duration', 'flag', 'choice']),
    default: value,
    min: z.number().optional(),
    choices: z.array(z.string()).min(1).optional(),
    aliases: z.array(z.string()).optional(),
    description: z.string().min(1),
  })
  .refine((parameter) => fits(parameter as Parameter), { path: ['default'], message: 'it does not fit its kind' });

/** What every definition has. */
export const named: z.ZodRawShape = {
  name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected words in kebab-case'),
  summary: z.string().min(1),
  parameters: z.record(z.string(), PARAMETER),
  create: z.custom<() => unknown>((create) => typeof create === 'function', 'expected a function'),
};

function fits({ kind, default: given, min = -Infinity, choices = [] }: Parameter): boolean {
  switch (kind) {
    case 'count':
      return Number.isSafeInteger(given) && (given as number) >= Math.max(min, 0);
    case 'fraction':
      return typeof given === 'number' && given >= Math.max(min, 0) && given <= 1;
    case 'number':
    case 'duration':
      return typeof given === 'number' && given >= min;
    case 'flag':
      return typeof given === 'boolean';
    case 'choice':
      return typeof given === 'string' && choices.includes(given);
  }
}
