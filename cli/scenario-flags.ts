// The flags that change a scenario before it runs, shared by the commands that load one.

import type { Options } from 'yargs';
import { type Result, success } from '../core/foundation/index.ts';
import { type Adjustments, loadScenarioFile } from '../sim/experiment/index.ts';
import type { LoadedScenario } from '../sim/scenario/index.ts';
import type { Given } from './command.ts';
import { commandLine } from './command-line.ts';
import { failuresOf, text, texts, usage, whole } from './flags.ts';

export const scenarioFlags: Readonly<Record<string, Options>> = {
  seed: { type: 'string', requiresArg: true, describe: 'the only seed' },
  seeds: { type: 'string', requiresArg: true, describe: 'a range, such as 1..200' },
  set: { type: 'string', requiresArg: true, describe: 'PATH=VALUE, such as scheduling.d=3; repeatable' },
  env: { type: 'string', requiresArg: true, describe: 'a name of the environments section' },
};

export interface Loaded {
  /** As the user named it. */
  readonly file: string;
  readonly loaded: LoadedScenario;
}

/** Every file, or everything that is wrong with any of them. */
export async function loadAll(files: readonly string[], given: Given): Promise<Result<readonly Loaded[]>> {
  const options = loadOptions(given);
  if (!options.ok) return options;
  const loaded: Loaded[] = [];
  const failures = [];
  for (const file of files) {
    const result = await loadScenarioFile(file, options.value);
    if (result.ok) loaded.push({ file, loaded: result.value });
    else failures.push(...result.failures);
  }
  return failures.length > 0 ? { ok: false, failures } : success(loaded);
}

function loadOptions(given: Given): Result<Adjustments> {
  const seed = whole(given, 'seed', 0);
  const seeds = text(given, 'seeds');
  const env = text(given, 'env');
  if (!seed.ok || !seeds.ok || !env.ok) {
    return { ok: false, failures: [...failuresOf(seed), ...failuresOf(seeds), ...failuresOf(env)] };
  }
  if (seed.value !== undefined && seeds.value !== undefined) {
    return usage(
      'seeds',
      'cannot stand beside --seed',
      'one of the two',
      `--seed ${seed.value} --seeds ${seeds.value}`,
    );
  }
  return success({
    set: texts(given, 'set'),
    ...(seed.value === undefined ? {} : { seed: seed.value }),
    ...(seeds.value === undefined ? {} : { seeds: seeds.value }),
    ...(env.value === undefined ? {} : { env: env.value }),
  });
}

/** What else a run depends on, or is narrowed to. */
interface Variation {
  /** The command, and those of its own flags that change results. */
  readonly words: readonly string[];
  readonly wire: boolean;
  readonly shuffleTies?: number | undefined;
  readonly seed?: number | undefined;
}

/** The command that runs this file again in the same way; with `seed`, only the runs of that one. */
export function runCommand(file: string, given: Given, { words, wire, shuffleTies, seed }: Variation): string {
  const own = (name: string): readonly string[] => texts(given, name).flatMap((value) => [`--${name}`, value]);
  const [command = 'run', ...flags] = words;
  return commandLine([
    command,
    file,
    ...flags,
    ...own('env'),
    ...own('set'),
    ...(seed === undefined
      ? [...own('seed'), ...own('seeds'), ...own('precision'), ...own('max-seeds')]
      : ['--seed', String(seed)]),
    ...(wire ? ['--wire'] : []),
    ...(shuffleTies === undefined ? [] : ['--shuffle-ties', String(shuffleTies)]),
  ]);
}
