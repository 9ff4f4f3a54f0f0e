// `ambient run FILE…`: loads every file, runs each, writes its folder, and reports.

import { availableParallelism } from 'node:os';
import { type Failure, type Result, success } from '../core/foundation/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, FAILED, INCOMPLETE, INTERNAL, INTERRUPTED, NONDETERMINISTIC, PASSED, USAGE } from './exit.ts';
import { annotateFailures, refuse } from './failures.ts';
import { failuresOf, isSet, text, texts, whole } from './flags.ts';
import { REPORTERS, type ReporterName, reportersAsked } from './reporters.ts';
import { type RunOptions, runScenario } from './run-scenario.ts';
import { loadAll, scenarioFlags } from './scenario-flags.ts';
import type { Terminal } from './terminal.ts';

export const run: Command = {
  usage: 'run <files..>',
  summary: 'runs scenarios and reports what came out',
  positionals: { files: { describe: 'scenario files (YAML)', type: 'string' } },
  flags: {
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
    wire: { type: 'boolean', describe: 'pass every message through its binary codec; changes no result' },
    'shuffle-ties': { type: 'string', requiresArg: true, describe: 'permute events of equal time by this seed' },
    quiet: { type: 'boolean', describe: 'no progress' },
    verbose: { type: 'boolean', describe: 'the stack of an internal error' },
  },
  examples: [
    ['ambient run mesh.yaml', 'all its cells and seeds'],
    ['ambient run mesh.yaml --seeds 1..200 --set scheduling.d=3', 'more seeds, another parameter'],
    ['ambient run mesh.yaml --json | jq .verdict', 'for a program'],
  ],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const files = texts(given, 'files');
  const reporters = reportersAsked(given);
  const options = runOptions(given, files, reporters.ok ? reporters.value : []);
  const scenarios = await loadAll(files, given);
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

function runOptions(given: Given, files: readonly string[], reporters: readonly ReporterName[]): Result<RunOptions> {
  const workers = whole(given, 'workers', 1);
  const shuffleTies = whole(given, 'shuffle-ties', 0);
  const out = text(given, 'out');
  if (!workers.ok || !shuffleTies.ok || !out.ok) {
    return { ok: false, failures: [...failuresOf(workers), ...failuresOf(shuffleTies), ...failuresOf(out)] };
  }
  if (out.value !== undefined && files.length > 1) return { ok: false, failures: [oneFolder(files)] };
  return success({
    given,
    reporters,
    workers: workers.value ?? availableParallelism(),
    wire: isSet(given, 'wire'),
    quiet: isSet(given, 'quiet'),
    ...(shuffleTies.value === undefined ? {} : { shuffleTies: shuffleTies.value }),
    ...(out.value === undefined ? {} : { out: out.value }),
  });
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
