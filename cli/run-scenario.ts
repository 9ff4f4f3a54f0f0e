// One scenario from its first run to its last report.

import { existsSync } from 'node:fs';

import type { Failure } from '../core/foundation/index.ts';
import {
  htmlReport,
  junitReport,
  markdownReport,
  perfettoTrace,
  type ReportContext,
  roCrate,
  roundsOf,
  settledOf,
  storiesOf,
  tasksParquet,
} from '../reports/index.ts';
import {
  type Experiment,
  folderStore,
  runExperiment,
  type StoppingRule,
  writeRunFolder,
} from '../sim/experiment/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import { proofFidelity, type ResolvedScenario, runtimeFidelity } from '../sim/scenario/index.ts';
import type { Given } from './command.ts';
import { type ExitCode, FAILED, INCOMPLETE, INTERRUPTED, NONDETERMINISTIC, PASSED, USAGE } from './exit.ts';
import { renderFailures, reportBug } from './failures.ts';
import { isSet } from './flags.ts';
import { metricRecords } from './metric-records.ts';
import { type Progress, progressBar } from './progress.ts';
import { provingFor } from './proving.ts';
import { recordOf } from './report-record.ts';
import { type ReporterName, report } from './reporters.ts';
import { type Loaded, runCommand } from './scenario-flags.ts';
import type { Terminal } from './terminal.ts';
import { wallClock } from './wall-clock.ts';

const ROOT = 'runs';
/** No scenario's name begins with a dot. */
const KEPT = 'runs/.kept';

/** What a run folder has on request only. */
export const EXTRAS = ['parquet', 'trace', 'ro-crate'] as const;
type Extra = (typeof EXTRAS)[number];

export interface RunOptions {
  readonly given: Given;
  readonly words: readonly string[];
  readonly reporters: readonly ReporterName[];
  readonly workers: number;
  readonly wire: boolean;
  readonly quiet: boolean;
  readonly fresh: boolean;
  readonly extras: readonly Extra[];
  readonly stopping?: StoppingRule;
  readonly shuffleTies?: number;
  readonly out?: string;
}

export async function runScenario(
  { file, loaded }: Loaded,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const experiment = await runWithProgress(loaded.scenario, options, terminal);
  if (!experiment.ok) return explain(placed(experiment.failures, loaded), file, options, terminal);
  const { results } = experiment.value;
  const context = contextOf(file, experiment.value, options);
  const written = await writeRunFolder(results, await filesOf(experiment.value, context, options.extras), {
    root: ROOT,
    ...(options.out === undefined ? {} : { out: options.out }),
  });
  if (!written.ok) return explain(written.failures, file, options, terminal);
  const told = { results, context, folder: written.value };
  for (const name of options.reporters) terminal.out(await report(name, told, terminal.paint));
  if (results.verdict === 'pass') return PASSED;
  if (!options.reporters.includes('list')) terminal.err(`failed; reproduce: ${context.command()}\n`);
  return FAILED;
}

async function runWithProgress(
  scenario: ResolvedScenario,
  { workers, wire, shuffleTies, quiet, fresh, extras, stopping }: RunOptions,
  terminal: Terminal,
): ReturnType<typeof runExperiment> {
  const proving = await provingFor(scenario, workers, terminal);
  if (!proving.ok) return proving;
  let bar: Progress | undefined;
  const onProgress = (done: number, total: number): void => {
    bar ??= progressBar(scenario.name, total, terminal);
    bar.update(done, total);
  };
  // Runs that are kept do not have every task.
  const detail = extras.includes('parquet') || extras.includes('trace');
  const store = folderStore(KEPT, shuffleTies === undefined ? {} : { shuffleTies });
  const experiment = await runExperiment(scenario, {
    workers,
    wire,
    detail,
    ...(shuffleTies === undefined ? {} : { shuffleTies }),
    ...(stopping === undefined ? {} : { stopping }),
    ...(detail ? {} : { store }),
    ...(fresh ? { recheck: 'all' as const } : {}),
    ...(quiet ? {} : { onProgress }),
    ...bitcoindOf(terminal),
    ...proving.value,
    signal: terminal.interruption,
    clock: wallClock(),
  });
  bar?.stop();
  return experiment;
}

/** A real Bitcoin node: the one that the environment names, or the one that scripts/setup.sh unpacked. */
function bitcoindOf({ env }: Terminal): { readonly bitcoind?: string } {
  const unpacked = '.bitcoind/bin/bitcoind';
  const bitcoind = env['BITCOIND'] ?? (existsSync(unpacked) ? unpacked : undefined);
  return bitcoind === undefined ? {} : { bitcoind };
}

function contextOf(
  file: string,
  { scenario, records }: Experiment,
  { given, words, wire, shuffleTies }: RunOptions,
): ReportContext {
  const [cell] = scenario.cells;
  const { execution, signature } = cell?.fidelity ?? {};
  return {
    file,
    command: (seed) => runCommand(file, given, { words, wire, shuffleTies, seed }),
    fidelity: {
      ...(cell !== undefined && { execution: execution!, signature: signature!, ...runtimeFidelity(cell.fidelity) }),
      ...proofFidelity(scenario.cells),
    },
    notes: scenario.notes,
    primary: scenario.primary,
    metrics: metricRecords(scenario),
    tasks: storiesOf(records),
    rounds: roundsOf(records),
    settled: settledOf(records),
    runs: records,
  };
}

/** What is written beside results.json. */
async function filesOf(
  { scenario, results, records, timing }: Experiment,
  context: ReportContext,
  extras: readonly Extra[],
): Promise<Readonly<Record<string, string | Uint8Array>>> {
  const record = recordOf(context);
  const own = records.flatMap(({ files = [] }) => files);
  const files = {
    ...Object.fromEntries(own.map(({ name, encoding, content }) => [name, Buffer.from(content, encoding)])),
    'record.json': canonicalJson(record),
    'report.html': await htmlReport(results, record),
    'resolved.yaml': scenario.yaml,
    'summary.md': markdownReport(results, context),
    'junit.xml': junitReport(results, context),
    'timing.json': canonicalJson(timing),
    ...(extras.includes('parquet') && { 'tasks.parquet': await tasksParquet(records) }),
    ...(extras.includes('trace') && { 'trace.json.gz': perfettoTrace(records) }),
  };
  if (!extras.includes('ro-crate')) return files;
  const all = { ...files, 'results.json': canonicalJson(results) };
  return { ...files, 'ro-crate-metadata.json': roCrate(results, context, all) };
}

/** How a run ends that came to no results, by the code of what went wrong; by default the user can mend it. */
const EXITS: Readonly<Record<string, ExitCode>> = {
  interrupted: INTERRUPTED,
  'out-of-memory': INCOMPLETE,
  'worker-died': INCOMPLETE,
  'non-deterministic': NONDETERMINISTIC,
  'results-differ': NONDETERMINISTIC,
};

function explain(failures: readonly Failure[], file: string, options: RunOptions, terminal: Terminal): ExitCode {
  const { given, words, wire, shuffleTies } = options;
  const command = runCommand(file, given, { words, wire, shuffleTies });
  const bug = failures.find(({ code }) => code === 'internal-bug');
  if (bug !== undefined) return reportBug(asError(bug), command, isSet(given, 'verbose'), terminal);
  terminal.err(`${renderFailures(failures, terminal.paintErr)}reproduce: ${command}\n`);
  return EXITS[failures[0]?.code ?? ''] ?? USAGE;
}

/** What turns out only in a run was written somewhere, too. */
function placed(failures: readonly Failure[], { origins }: Loaded['loaded']): readonly Failure[] {
  return failures.map((failure) => {
    const origin = failure.place === undefined && origins.find(({ path }) => path === failure.path)?.origin;
    return typeof origin === 'string' ? { ...failure, path: `${failure.path} (${origin})` } : failure;
  });
}

/** What a worker reported of a bug is the stack there. */
function asError({ message, got = '' }: Failure): Error {
  const error = new Error(`${message} ${got.split('\n')[0] ?? ''}`);
  error.stack = got;
  return error;
}
