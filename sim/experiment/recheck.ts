// Kept runs are trusted because a run follows from its inputs. That is tested, not taken for granted: the engine's
// digest says nothing of the libraries and the machine below it, nor of what was done to a file by hand.

import { failed, type Result, success } from '../../core/foundation/index.ts';
import { canonicalJson, type RunResult } from '../results/index.ts';
import { type CrewOptions, type Done, runJobs } from './crew.ts';
import { firstDifference } from './determinism.ts';
import { type Job, nameOf } from './job.ts';
import type { RunStore } from './store.ts';

export interface Rechecked {
  readonly job: Job;
  readonly done: Done;
}

/**
 * Runs kept runs again, `all` of them or only the one with the fewest events, and fails with `results-differ` if one
 * says anything else than what the engine computes now.
 */
export async function recheck(
  jobs: readonly Job[],
  store: RunStore,
  all: boolean,
  crew: CrewOptions,
): Promise<Result<readonly Rechecked[]>> {
  const kept = jobs.flatMap((job) => {
    const found = store.find(job);
    return found === undefined ? [] : [{ job, result: found.result }];
  });
  const chosen = all ? kept : cheapest(kept);
  const ran = await runJobs(
    chosen.map(({ job }) => job),
    crew,
  );
  if (!ran.ok) return ran;
  for (const [at, { job, result }] of chosen.entries()) {
    const now = ran.value[at]!.result;
    if (canonicalJson(now) !== canonicalJson(result)) return failed(differs(job, result, now));
  }
  return success(chosen.map(({ job }, at) => ({ job, done: ran.value[at]! })));
}

interface KeptRun {
  readonly job: Job;
  readonly result: RunResult;
}

function cheapest(kept: readonly KeptRun[]): readonly KeptRun[] {
  const [first, ...others] = kept;
  if (first === undefined) return [];
  return [others.reduce((least, each) => (each.result.events < least.result.events ? each : least), first)];
}

const differs = (job: Job, kept: RunResult, now: RunResult) => ({
  code: 'results-differ',
  message: `${nameOf(job)} was kept with other results than it has now: ${firstDifference(kept, now) ?? 'not in a metric'}.`,
  expected: `events ${kept.events}, fingerprint ${kept.fingerprint}`,
  got: `events ${now.events}, fingerprint ${now.fingerprint}`,
  hint: 'Something outside the inputs decides, or runs/.kept was changed. Look there before you remove it.',
});
