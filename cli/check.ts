// `ambient check FILE|DIR…`: fault suites. Many seeds, each with other faults on; a failure is shrunk to a scenario that a
// person can read.

import { readdirSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Failure, failed, type Result, success } from '../core/foundation/index.ts';
import { count, junitReport, quantity, type ReportContext, warningLines } from '../reports/index.ts';
import {
  type Breakage,
  type Campaign,
  check as checkScenario,
  type ExperimentOptions,
  folderStore,
  type Scratch,
  shrink,
  summarised,
} from '../sim/experiment/index.ts';
import { canonicalJson, type Results } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { commandLine } from './command-line.ts';
import { type ExitCode, FAILED, NONDETERMINISTIC, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, isSet, text, texts, whole } from './flags.ts';
import { metricRecords } from './metric-records.ts';
import { type Progress, progressBar } from './progress.ts';
import { provingFor } from './proving.ts';
import { REPORTERS, type ReporterName, report, reportersAsked } from './reporters.ts';
import { type Loaded, loadAll, runCommand, scenarioFlags } from './scenario-flags.ts';
import type { Terminal } from './terminal.ts';
import { wallClock } from './wall-clock.ts';

const ROOT = 'runs/check';
/** Runs that have ended: a campaign that was killed goes on from there. */
const KEPT = 'runs/.kept';
/** Variants pass through it on their way to the loader. */
const SCRATCH = '.variant.yaml';

export const check: Command = {
  usage: 'check <files..>',
  summary: 'runs fault suites: many seeds, each with other faults, until an invariant breaks',
  positionals: { files: { describe: 'scenario files (YAML), or folders of them', type: 'string' } },
  flags: {
    ...scenarioFlags,
    workers: { type: 'string', requiresArg: true, describe: 'worker threads; changes no result' },
    bail: { type: 'boolean', describe: 'stop at the first seed that fails' },
    fresh: { type: 'boolean', describe: 'run every seed, also those that are kept from before' },
    sometimes: { type: 'boolean', describe: 'fail if a fault or a behaviour of a suite was never reached' },
    out: { type: 'string', requiresArg: true, describe: `folder to write to [default: ${ROOT}]` },
    json: { type: 'boolean', describe: 'print results.json of each suite; the same as --reporter json' },
    reporter: {
      type: 'string',
      requiresArg: true,
      describe: `${REPORTERS.join(', ')}; several by commas or repetition`,
    },
    quiet: { type: 'boolean', describe: 'no progress' },
  },
  examples: [['ambient check scenarios/faults --seeds 1..200', 'every suite of a folder']],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const files = filesIn(texts(given, 'files'));
  const workers = whole(given, 'workers', 1);
  const out = text(given, 'out');
  const reporters = reportersAsked(given);
  if (!files.ok || !workers.ok || !out.ok || !reporters.ok) {
    return refuse([files, workers, out, reporters].flatMap(failuresOf), terminal);
  }
  const suites = await loadAll(files.value, given);
  if (!suites.ok) return refuse(suites.failures, terminal);
  let worst: ExitCode = PASSED;
  for (const suite of suites.value) {
    const folder = join(out.value ?? ROOT, suite.loaded.scenario.name);
    await mkdir(folder, { recursive: true });
    const own = { folder, scratch: join(folder, SCRATCH), reporters: reporters.value };
    const keeping = isSet(given, 'fresh') ? {} : { store: folderStore(KEPT, {}) };
    const stopping = { bail: isSet(given, 'bail'), ...keeping };
    const bar = isSet(given, 'quiet')
      ? undefined
      : progressBar(suite.loaded.scenario.name, suite.loaded.scenario.seeds.length, terminal);
    const proving = await provingFor(suite.loaded.scenario, workers.value ?? availableParallelism(), terminal);
    if (!proving.ok) return refuse(proving.failures, terminal);
    const options = { ...stopping, ...optionsOf(workers.value, bar, terminal), ...proving.value, ...own };
    const campaign = await checkScenario(suite.loaded.scenario, options);
    bar?.stop();
    if (!campaign.ok) return refuse(campaign.failures, terminal);
    const code = await tell(suite, campaign.value, given, options, terminal);
    await rm(options.scratch, { force: true });
    if (code !== PASSED) worst = worst === NONDETERMINISTIC ? worst : code;
    if (code !== PASSED && isSet(given, 'bail')) break;
  }
  return worst;
}

function optionsOf(
  workers: number | undefined,
  bar: Progress | undefined,
  { interruption }: Terminal,
): ExperimentOptions {
  return {
    workers: workers ?? availableParallelism(),
    signal: interruption,
    clock: wallClock(),
    ...(bar !== undefined && { onProgress: (done: number, total: number) => bar.update(done, total) }),
  };
}

async function tell(
  { file, loaded }: Loaded,
  campaign: Campaign,
  given: Given,
  options: Scratch & { readonly folder: string; readonly reporters: readonly ReporterName[] },
  terminal: Terminal,
): Promise<ExitCode> {
  const { scenario } = loaded;
  const { folder } = options;
  const results = summarised(scenario, campaign.runs);
  const again = (seed?: number): string => runCommand(file, given, { words: ['check'], wire: false, seed });
  await writeFile(join(folder, 'results.json'), canonicalJson(results));
  const context = contextOf(file, again);
  await writeFile(join(folder, 'junit.xml'), junitReport(results, context));
  for (const name of options.reporters) {
    if (name === 'list')
      terminal.out(
        `${headline(scenario.name, campaign, terminal)}${warned(results, terminal)}${neverReached(campaign, terminal)}`,
      );
    else terminal.out(await report(name, { results, context, folder }, terminal.paint));
  }
  for (const { seed } of campaign.unsteady) {
    terminal.err(`seed ${seed} came to something else the second time\nreproduce: ${again(seed)}\n`);
  }
  const [first] = campaign.failed;
  if (first !== undefined) await tellFailure(first, join(folder, `seed-${first.seed}.yaml`), again, options, terminal);
  if (campaign.unsteady.length > 0) return NONDETERMINISTIC;
  // A campaign that stopped early had no chance to come to all.
  const missed = isSet(given, 'sometimes') && first === undefined ? campaign.unreached : [];
  if (missed.length > 0) terminal.err(`never reached: ${missed.join('; ')}\n`);
  return first === undefined && missed.length === 0 ? PASSED : FAILED;
}

function headline(name: string, { runs, failed: broken }: Campaign, { paint }: Terminal): string {
  const events = runs.reduce((sum, run) => sum + run.events, 0);
  const watched = runs[0]?.invariants.length ?? 0;
  const mark = broken.length === 0 ? paint.good('✓') : paint.bad('✗');
  const told = broken.length === 0 ? `${count(watched, 'invariant')} held` : `${count(broken.length, 'run')} failed`;
  const seconds = runs.reduce((sum, run) => sum + (run.metrics['makespan'] ?? 0), 0);
  return `${mark} ${paint.strong(name)}: ${told} in ${count(runs.length, 'run')}, ${quantity(events, 'count')} events, ${quantity(seconds, 'seconds')} of virtual time\n`;
}

const warned = (results: Results, { paint }: Terminal): string =>
  warningLines(results)
    .map((line) => `  ${paint.bad('!')} ${paint.strong(`warning: ${line}`)}\n`)
    .join('');

const neverReached = ({ unreached }: Campaign, { paint }: Terminal): string =>
  unreached.map((hazard) => `  ${paint.faint(`never reached: ${hazard}`)}\n`).join('');

async function tellFailure(
  broken: Breakage,
  file: string,
  again: (seed?: number) => string,
  options: Scratch,
  terminal: Terminal,
): Promise<void> {
  const { seed, invariant } = broken;
  const at = invariant.at === undefined ? '' : ` at ${quantity(invariant.at, 'seconds')}`;
  terminal.err(`seed ${seed}: ${invariant.name} was broken${at}: ${invariant.why ?? ''}\n`);
  terminal.err(`reproduce: ${again(seed)}\n`);
  const shrunk = await shrink(broken, { ...options, workers: 1 });
  await writeFile(file, shrunk);
  terminal.err(`shrunk to ${file}: ${commandLine(['run', file])}\n`);
}

function contextOf(file: string, command: (seed?: number) => string): ReportContext {
  const metrics = metricRecords();
  return { file, command, fidelity: {}, notes: [], primary: [], metrics, tasks: [], rounds: [], settled: [], runs: [] };
}

/** Files as they are, and the scenario files of folders. */
function filesIn(paths: readonly string[]): Result<readonly string[]> {
  const failures: Failure[] = [];
  const files = paths.flatMap((path): readonly string[] => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isDirectory() !== true) return [path];
    const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
    if (inside.length === 0) {
      failures.push({
        code: 'no-suites',
        message: `${path} holds no scenario file`,
        expected: 'files that end in .yaml',
      });
    }
    return inside.sort().map((name) => join(path, name));
  });
  return failures.length > 0 ? failed(...failures) : success(files);
}
