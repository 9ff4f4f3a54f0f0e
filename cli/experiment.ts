// What `run`, `compare` and `sweep` have in common: scenario files in, experiments run, folders and reports out.

import { availableParallelism } from 'node:os';
import type { Options } from 'yargs';
import { type Failure, type Result, success } from '../core/foundation/index.ts';
import type { StoppingRule } from '../sim/experiment/index.ts';
import { annotateFailures } from './annotations.ts';
import type { Given } from './command.ts';
import { type ExitCode, FAILED, INCOMPLETE, INTERNAL, INTERRUPTED, NONDETERMINISTIC, PASSED, USAGE } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, fraction, isSet, text, texts, usage, whole } from './flags.ts';
import { REPORTERS, type ReporterName, reportersAsked } from './reporters.ts';
import { EXTRAS, type RunOptions, runScenario } from './run-scenario.ts';
import { type Loaded, loadAll, scenarioFlags } from './scenario-flags.ts';
import type { Terminal } from './terminal.ts';

const SEEDS_MAX = 1_000;

export const experimentFlags: Readonly<Record<string, Options>> = {
  ...scenarioFlags,
  json: { type: 'boolean', describe: 'print results.json; the same as --reporter json' },
  reporter: {
    type: 'string',
    requiresArg: true,
    describe: `${REPORTERS.join(', ')}; several by commas or repetition`,
  },
  out: { type: 'string', requiresArg: true, describe: 'folder to write to [default: runs/NAME/ID]' },
  workers: {
    type: 'string',
    requiresArg: true,
    describe: 'worker threads; changes no result [default: one for each core]',
  },
  precision: {
    type: 'string',
    requiresArg: true,
    describe: 'adds seeds, ten at a time, until the 95 % intervals of primary metrics are so narrow, such as 2 %',
  },
  'max-seeds': { type: 'string', requiresArg: true, describe: `where --precision gives up [default: ${SEEDS_MAX}]` },
  fresh: { type: 'boolean', describe: 'runs everything again; what is kept in runs/ from before must be the same' },
  wire: { type: 'boolean', describe: 'pass every message through its binary codec; changes no result' },
  'shuffle-ties': { type: 'string', requiresArg: true, describe: 'permute events of equal time by this seed' },
  parquet: { type: 'boolean', describe: 'also write tasks.parquet: every task of the first seed of each cell' },
  trace: { type: 'boolean', describe: 'also write trace.json.gz: its executions, for ui.perfetto.dev' },
  'ro-crate': { type: 'boolean', describe: 'also write ro-crate-metadata.json: what is in the folder, for archives' },
  quiet: { type: 'boolean', describe: 'no progress' },
  verbose: { type: 'boolean', describe: 'the stack of an internal error' },
};

/** Loads the files, changed as `given` says, for one command. */
export type Loader = (files: readonly string[], given: Given) => Promise<Result<readonly Loaded[]>>;

/** `words`: the command and those of its own flags that change results. */
export async function executeExperiments(
  given: Given,
  terminal: Terminal,
  words: readonly string[],
  load: Loader = loadAll,
): Promise<ExitCode> {
  const files = [...texts(given, 'files'), ...texts(given, 'file')];
  const reporters = reportersAsked(given);
  const options = runOptions(given, files, words, reporters.ok ? reporters.value : []);
  const scenarios = await load(files, given);
  if (!options.ok || !scenarios.ok || !reporters.ok) {
    const failures = [...failuresOf(reporters), ...failuresOf(options), ...failuresOf(scenarios)];
    if (reporters.ok && reporters.value.includes('github')) terminal.out(annotateFailures(failures));
    return refuse(failures, terminal);
  }
  let worst: ExitCode = PASSED;
  for (const scenario of scenarios.value) {
    const code = await runScenario(scenario, options.value, terminal);
    if (code === INTERRUPTED || code === INTERNAL) return code;
    worst = worse(worst, code);
  }
  return worst;
}

function runOptions(
  given: Given,
  files: readonly string[],
  words: readonly string[],
  reporters: readonly ReporterName[],
): Result<RunOptions> {
  const workers = whole(given, 'workers', 1);
  const shuffleTies = whole(given, 'shuffle-ties', 0);
  const out = text(given, 'out');
  const stopping = stoppingRule(given);
  if (!workers.ok || !shuffleTies.ok || !out.ok || !stopping.ok) {
    return { ok: false, failures: [workers, shuffleTies, out, stopping].flatMap(failuresOf) };
  }
  if (out.value !== undefined && files.length > 1) return { ok: false, failures: [oneFolder(files)] };
  return success({
    given,
    words,
    reporters,
    workers: workers.value ?? availableParallelism(),
    wire: isSet(given, 'wire'),
    quiet: isSet(given, 'quiet'),
    fresh: isSet(given, 'fresh'),
    extras: EXTRAS.filter((name) => isSet(given, name)),
    ...(shuffleTies.value === undefined ? {} : { shuffleTies: shuffleTies.value }),
    ...(out.value === undefined ? {} : { out: out.value }),
    ...(stopping.value === undefined ? {} : { stopping: stopping.value }),
  });
}

function stoppingRule(given: Given): Result<StoppingRule | undefined> {
  const precision = fraction(given, 'precision');
  const most = whole(given, 'max-seeds', 2);
  if (!precision.ok || !most.ok) return { ok: false, failures: [...failuresOf(precision), ...failuresOf(most)] };
  if (precision.value !== undefined) {
    return success({ precision: precision.value, seedsMax: most.value ?? SEEDS_MAX });
  }
  if (most.value === undefined) return success(undefined);
  return usage('max-seeds', 'says where --precision gives up', '--precision beside it', String(most.value));
}

const oneFolder = (files: readonly string[]): Failure => ({
  code: 'usage',
  message: '--out is the folder of one run',
  expected: 'one scenario file',
  got: files.join(', '),
});

/** From the least to the most a script must worry about. */
const SEVERITY: readonly ExitCode[] = [PASSED, FAILED, USAGE, INCOMPLETE, NONDETERMINISTIC];

const worse = (a: ExitCode, b: ExitCode): ExitCode => (SEVERITY.indexOf(a) > SEVERITY.indexOf(b) ? a : b);
