// A check of users' own strategies and behaviours: the same cell and seed must give the same run, whatever ran before it in the same
// thread, and in another thread.

import { type Failure, failed, type Result, success } from '../../core/foundation/index.ts';
import type { RunResult } from '../results/index.ts';
import type { Cell, ResolvedScenario } from '../scenario/index.ts';
import { runJobs } from './crew.ts';
import { type Job, nameOf } from './job.ts';
import { crewOf, type ExperimentOptions } from './options.ts';
import { type NamedFile, ownFilesOf } from './own-files.ts';

/**
 * Runs the first cell of each such file three times under the first seed: twice in one thread, which shows
 * chance, clocks and state kept outside `create`, and once in another, which shows state made when the file is
 * loaded. Fails with `non-deterministic`.
 */
export async function checkDeterminism(
  scenario: ResolvedScenario,
  options: ExperimentOptions,
): Promise<Result<undefined>> {
  const seed = scenario.seeds[0];
  if (seed === undefined) return success(undefined);
  for (const { cell, ...named } of firstOfEachFile(scenario.cells)) {
    const job: Job = { cell, seed };
    const crew = { ...crewOf(options), workers: 1 };
    const twice = await runJobs([job, job], crew);
    if (!twice.ok) return twice;
    const fresh = await runJobs([job], crew);
    if (!fresh.ok) return fresh;
    const [first, second] = twice.value;
    const difference =
      firstDifference(first!.result, second!.result) ?? firstDifference(first!.result, fresh.value[0]!.result);
    if (difference !== undefined) return failed(nonDeterministic(named, { cell, seed }, difference));
  }
  return success(undefined);
}

function firstOfEachFile(cells: readonly Cell[]): readonly (NamedFile & { readonly cell: Cell })[] {
  const first = new Map<string, NamedFile & { readonly cell: Cell }>();
  for (const cell of cells) {
    for (const named of ownFilesOf(cell)) if (!first.has(named.file)) first.set(named.file, { ...named, cell });
  }
  return Array.from(first.values());
}

/** How two runs differ, in words; undefined if neither their metrics nor their fingerprints do. */
export function firstDifference(a: RunResult, b: RunResult): string | undefined {
  const names = new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)]);
  for (const name of names) {
    const [one, other] = [a.metrics[name], b.metrics[name]];
    if (one !== other) return `${name} was ${one ?? 'absent'} in one run and ${other ?? 'absent'} in another`;
  }
  if (a.fingerprint === b.fingerprint) return undefined;
  return `the order of events differed (fingerprints ${a.fingerprint} and ${b.fingerprint}), but no metric did`;
}

function nonDeterministic({ noun, file }: Omit<NamedFile, 'sha256'>, job: Job, difference: string): Failure {
  const [verb, chance, method] =
    noun === 'strategy' ? ['choose', '`random`', 'to choose'] : ['behave', '`means.random`', 'to its methods'];
  return {
    code: 'non-deterministic',
    message: `${file} does not ${verb} the same twice: ${difference}.`,
    expected: `two runs of ${nameOf(job)} that are the same`,
    hint:
      `Take chance from the ${chance} given to create, time from the \`now\` given ${method}, and keep state only in ` +
      'what create returns, never in the module.',
  };
}
