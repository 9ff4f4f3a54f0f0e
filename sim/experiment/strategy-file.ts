// Strategies that users write in a file of their own: loading, checking, and running them behind a fence.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type { Parameter, StrategyDefinition } from '../../core/scheduling/index.ts';
import { RunFault } from '../world/index.ts';
import { guardStrategy, placeIn, shapeProblems, thrownBy } from './strategy-guard.ts';

/** The interface that a strategy file is written for: its `export const api = 1`. */
const API = 1;
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];

export interface StrategyFile {
  /** Absolute. */
  readonly path: string;
  /** Of the file itself, without what it imports. */
  readonly sha256: string;
  readonly definition: StrategyDefinition;
}

/**
 * Loads a strategy from a `.ts`, `.mts`, `.js` or `.mjs` file that exports `api = 1` and a StrategyDefinition as
 * `default` or as `strategy`. Its code runs with all rights of this process.
 */
export async function loadStrategyFile(file: string): Promise<Result<StrategyFile>> {
  const path = resolve(file);
  if (!EXTENSIONS.includes(extname(path))) {
    return failed({
      code: 'strategy-type',
      message: `${file} is not a strategy file.`,
      expected: 'a file that ends in .ts, .mts, .js or .mjs',
    });
  }
  const source = await readFile(path).catch(() => undefined);
  if (source === undefined) {
    return failed({
      code: 'strategy-missing',
      message: `There is no strategy file ${file} that can be read.`,
      got: path,
    });
  }
  const loaded = await importFile(path);
  if (!loaded.ok) return loaded;
  const problems = checkExports(loaded.value, path);
  if (problems.length > 0) return failed(...problems);
  const sha256 = createHash('sha256').update(source).digest('hex');
  return success({
    path,
    sha256,
    definition: guardStrategy(exportedStrategy(loaded.value) as StrategyDefinition, path),
  });
}

const loadedHere = new Map<string, Promise<Result<StrategyFile>>>();

/**
 * The definition in a file, loaded once in each thread. Throws RunFault, also if the file is no longer what it
 * was when the scenario was resolved: `sha256` is from then.
 */
export async function strategyIn(file: string, sha256: string): Promise<StrategyDefinition> {
  const loading = loadedHere.get(file) ?? loadStrategyFile(file);
  loadedHere.set(file, loading);
  const loaded = await loading;
  if (!loaded.ok) throw new RunFault(loaded.failures);
  if (loaded.value.sha256 === sha256) return loaded.value.definition;
  throw new RunFault([
    {
      code: 'strategy-changed',
      message: `${file} changed after the scenario was loaded.`,
      hint: 'Run it again, and leave the file alone meanwhile.',
    },
  ]);
}

type Exports = Readonly<Record<string, unknown>>;

/** By tsx, which takes TypeScript and JavaScript, modules and CommonJS alike on every Node. */
async function importFile(path: string): Promise<Result<Exports>> {
  const { tsImport } = await import('tsx/esm/api');
  try {
    const module: unknown = await tsImport(pathToFileURL(path).href, import.meta.url);
    return success(flatten(module as Exports));
  } catch (error) {
    return failed(await importFailure(path, error));
  }
}

/** What Node takes for CommonJS has all its exports inside `default` too, and at times only there. */
function flatten(module: Exports): Exports {
  const inner = module['default'];
  return typeof inner === 'object' && inner !== null && 'api' in inner ? inner : module;
}

async function importFailure(path: string, error: unknown): Promise<Failure> {
  if (!(error instanceof Error)) return thrownBy('its top level', path, error);
  const compiled = /:(\d+):(\d+): ERROR: (.*)/.exec(error.message);
  if (compiled !== null) {
    const place = { file: path, line: Number(compiled[1]), column: Number(compiled[2]) + 1 };
    return { code: 'strategy-syntax', message: `${path} cannot be read as code.`, place, got: compiled[3]! };
  }
  if (error.name !== 'SyntaxError') return thrownBy('its top level', path, error);
  const place = placeIn(path, await checkedByNode(path));
  const failure = { code: 'strategy-syntax', message: `${path} cannot be read as code.`, got: error.message };
  return place === undefined ? failure : { ...failure, place };
}

/** What `node --check` says of a file: V8 keeps the line of a syntax error from the code that catches it. */
function checkedByNode(path: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', path], (_error, _stdout, stderr) => resolve(stderr));
  });
}

function exportedStrategy(exports: Exports): unknown {
  return exports['default'] ?? exports['strategy'];
}

function checkExports(exports: Exports, path: string): readonly Failure[] {
  if (exports['api'] !== API) {
    return [
      {
        code: 'strategy-api',
        message: `${path} does not say that it is written for this version of the interface.`,
        expected: `export const api = ${API};`,
        got: 'api' in exports ? `api = ${String(exports['api'])}` : 'no export named api',
      },
    ];
  }
  if (exportedStrategy(exports) === undefined) {
    return [
      {
        code: 'strategy-shape',
        message: `${path} exports no strategy.`,
        expected: 'export default, or export const strategy',
        got: `exports ${Object.keys(exports).join(', ')}`,
      },
    ];
  }
  return shapeProblems(DEFINITION, exportedStrategy(exports), path, 'strategy');
}

const value = z.union([z.number(), z.boolean(), z.string()], 'expected a number, a boolean or a text');

const PARAMETER = z
  .strictObject({
    kind: z.enum(['count', 'fraction', 'number', 'duration', 'flag', 'choice']),
    default: value,
    min: z.number().optional(),
    choices: z.array(z.string()).min(1).optional(),
    aliases: z.array(z.string()).optional(),
    description: z.string().min(1),
  })
  .refine((parameter) => fits(parameter as Parameter), { path: ['default'], message: 'it does not fit its kind' });

const DEFINITION: z.ZodType = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected words in kebab-case'),
  aliases: z.array(z.string()).optional(),
  summary: z.string().min(1),
  parameters: z.record(z.string(), PARAMETER),
  scans: z.boolean().optional(),
  create: z.custom<() => unknown>((create) => typeof create === 'function', 'expected a function'),
});

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
