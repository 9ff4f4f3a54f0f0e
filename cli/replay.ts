// `ambient replay RUN`: runs what the folder of a run says again, and holds every figure against what it says.

import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { failed, type Result, success } from '../core/foundation/index.ts';
import { count } from '../reports/index.ts';
import { loadScenarioFile, runExperiment } from '../sim/experiment/index.ts';
import type { Results } from '../sim/results/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, NONDETERMINISTIC, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { failuresOf, texts, whole } from './flags.ts';
import type { Terminal } from './terminal.ts';
import { wallClock } from './wall-clock.ts';

export const replay: Command = {
  usage: 'replay <run>',
  summary: 'runs the folder of a run again, and compares fingerprints',
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
  const ran = await runExperiment(scenario, {
    workers: workers.value ?? availableParallelism(),
    signal: terminal.interruption,
    clock: wallClock(),
  });
  if (!ran.ok) return refuse(ran.failures, terminal);
  return judge(before.value, ran.value.results, terminal);
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
  const expected = 'the folder of a run, with results.json and resolved.yaml';
  if (!existsSync(file)) return failed({ code: 'no-run', message: `${folder} is not the folder of a run`, expected });
  try {
    return success(JSON.parse(readFileSync(file, 'utf8')) as Results);
  } catch (error) {
    return failed({ code: 'no-run', message: `${file} cannot be read`, expected, got: String(error) });
  }
}
