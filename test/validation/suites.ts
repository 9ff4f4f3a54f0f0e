// The fault suites at full counts: each seed turns on another subset of faults and liars, and every invariant must hold.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, loadScenarioFile } from '../../sim/experiment/index.ts';
import type { Check, Outcome, Tell } from './check.ts';
import { type CaseOptions, clock } from './run-case.ts';

const FOLDER = fileURLToPath(new URL('../../scenarios/faults', import.meta.url));
/** As in the suites; what they cost is estimated from it alone. */
const TASKS = 200;

/** `count` checks of `size` seeds for each suite. */
export async function suiteChecks(count: number, size: number, options: CaseOptions): Promise<Check[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml')).sort();
  return files.flatMap((file) =>
    Array.from({ length: count }, (_, index) => ({
      name: `suite ${basename(file, '.yaml')}, seeds ${index * size + 1} to ${(index + 1) * size}`,
      tasks: size * TASKS,
      inputs: { file, index, size },
      run: (tell: Tell) => suite(file, index * size + 1, size, options, tell),
    })),
  );
}

async function suite(
  file: string,
  from: number,
  count: number,
  { workers }: CaseOptions,
  tell: Tell,
): Promise<Outcome> {
  const loaded = await loadScenarioFile(join(FOLDER, file), { seeds: `${from}..${from + count - 1}` });
  if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join('\n'));
  const scratch = await mkdtemp(join(tmpdir(), 'suite-'));
  try {
    const onProgress = (done: number, total: number): void => tell(done, total);
    const options = { workers, clock: clock(), scratch: join(scratch, 'variant.yaml'), onProgress };
    const campaign = await check(loaded.value.scenario, options);
    if (!campaign.ok) throw new Error(campaign.failures.map(({ message }) => message).join('\n'));
    const { failed, unsteady } = campaign.value;
    const remarks = [
      ...failed.map(({ seed, invariant }) => `${invariant.name}: ${invariant.why ?? ''}\n    ${again(file, seed)}`),
      ...unsteady.map(({ seed }) => `seed ${seed} came to something else the second time\n    ${again(file, seed)}`),
    ];
    return { passed: remarks.length === 0, rows: [], remarks };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

const again = (file: string, seed: number): string => `npx ambient check scenarios/faults/${file} --seed ${seed}`;
