// `ambient replay RUN`: runs what the folder of a run says again, holds every figure against what it says, and shows the
// messages that the end of its first failing run is about.

import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { count, htmlReport } from '../reports/index.ts';
import { type ExperimentOptions, loadScenarioFile, replayRun, runExperiment } from '../sim/experiment/index.ts';
import type { ReportRecord, Results, RunRecord } from '../sim/results/index.ts';
import type { ResolvedScenario } from '../sim/scenario/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, NONDETERMINISTIC, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, texts, whole } from './flags.ts';
import { provingFor } from './proving.ts';
import type { Terminal } from './terminal.ts';
import { wallClock } from './wall-clock.ts';

export const replay: Command = {
  usage: 'replay <run>',
  summary: 'runs the folder of a run again, compares fingerprints, and draws the messages before it failed',
  positionals: { run: { describe: 'a folder that ambient run wrote', type: 'string' } },
  flags: { workers: { type: 'string', requiresArg: true, describe: 'worker threads; changes no result' } },
  examples: [['ambient replay runs/local-mesh/latest', 'the same, event for event?']],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [folder = '.'] = texts(given, 'run');
  const workers = whole(given, 'workers', 1);
  const before = resultsIn(folder);
  const loaded = await loadScenarioFile(join(folder, 'resolved.yaml'));
  if (!workers.ok || !before.ok || !loaded.ok) {
    return refuse([...failuresOf(workers), ...failuresOf(before), ...failuresOf(loaded)], terminal);
  }
  const { scenario } = loaded.value;
  const threads = workers.value ?? availableParallelism();
  const proving = await provingFor(scenario, threads, terminal);
  if (!proving.ok) return refuse(proving.failures, terminal);
  const options = {
    workers: threads,
    ...proving.value,
    signal: terminal.interruption,
    clock: wallClock(),
  };
  const ran = await runExperiment(scenario, options);
  if (!ran.ok) return refuse(ran.failures, terminal);
  const code = judge(before.value, ran.value.results, terminal);
  if (code !== PASSED) return code;
  const drawn = await draw(folder, ran.value.results, ran.value.scenario, options);
  if (!drawn.ok) return refuse(drawn.failures, terminal);
  terminal.out(`${drawn.value}\n`);
  return PASSED;
}

/** Writes replay.html: the report, with the messages before the first failure, or at the end of the first run. */
async function draw(
  folder: string,
  results: Results,
  scenario: ResolvedScenario,
  options: ExperimentOptions,
): Promise<Result<string>> {
  const record = readJson<ReportRecord>(join(folder, 'record.json'));
  if (!record.ok) return record;
  const runs = results.cells.flatMap(({ id, runs: own }) => own.map((run) => ({ id, ...run })));
  const chosen = runs.find(({ invariants }) => invariants.some(({ held }) => !held)) ?? runs[0]!;
  const cell = scenario.cells.find(({ id }) => id === chosen.id)!;
  const replayed = await replayRun(cell, chosen.seed, options);
  if (!replayed.ok) return replayed;
  const path = join(folder, 'replay.html');
  await writeFile(path, await htmlReport(results, { ...record.value, runs: [withoutFiles(replayed.value)] }));
  return success(path);
}

/** Files and details of a run are no part of a report. */
function withoutFiles(run: RunRecord): RunRecord {
  return Object.fromEntries(
    Object.entries(run).filter(([key]) => key !== 'files' && key !== 'detail'),
  ) as unknown as RunRecord;
}

function judge(before: Results, after: Results, terminal: Terminal): ExitCode {
  const printed = (results: Results): string[] =>
    results.cells.flatMap(({ id, runs }) => runs.map(({ seed, fingerprint }) => `${id} seed ${seed}: ${fingerprint}`));
  const again = new Set(printed(after));
  const gone = printed(before).filter((line) => !again.has(line));
  if (gone.length === 0) {
    terminal.out(`${count(printed(before).length, 'run')} came to the same, event for event\n`);
    return PASSED;
  }
  terminal.err(
    `${count(gone.length, 'run')} came to something else. The folder says\n  ${gone.slice(0, 10).join('\n  ')}\n`,
  );
  return NONDETERMINISTIC;
}

function resultsIn(folder: string): Result<Results> {
  const file = join(folder, 'results.json');
  if (existsSync(file)) return readJson<Results>(file);
  return failed({ code: 'no-run', message: `${folder} is not the folder of a run`, expected: EXPECTED });
}

const EXPECTED = 'the folder of a run, with results.json, record.json and resolved.yaml';

function readJson<T>(file: string): Result<T> {
  try {
    return success(JSON.parse(readFileSync(file, 'utf8')) as T);
  } catch (error) {
    return failed({ code: 'no-run', message: `${file} cannot be read`, expected: EXPECTED, got: String(error) });
  }
}
