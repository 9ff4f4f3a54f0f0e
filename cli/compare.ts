// `ambient compare FILE`: variants of one scenario under the same seeds, so that what differs is the variant.

import { type Failure, failed, type Result, success } from '../core/foundation/index.ts';
import type { Command, Given } from './command.ts';
import { executeExperiments, experimentFlags, type Loader } from './experiment.ts';
import { texts, usage } from './flags.ts';
import { type Loaded, loadAll } from './scenario-flags.ts';

/** Below this, intervals of a difference are wide and rest on normality. */
const SEEDS_MIN = 20;

export const compare: Command = {
  usage: 'compare <file>',
  summary: 'runs variants of a scenario on the same seeds and says how sure each difference is',
  positionals: { file: { describe: 'a scenario file (YAML)', type: 'string' } },
  flags: {
    strategies: {
      type: 'string',
      requiresArg: true,
      describe: 'names, files or mappings by commas: random,{strategy: power-of-d, d: 3},./mine.ts',
    },
    vary: {
      type: 'string',
      requiresArg: true,
      describe: 'PATH=VALUE,VALUE… of any factor, such as scheduling.d=2,3; repeatable: every combination',
    },
    ...experimentFlags,
  },
  examples: [
    ['ambient compare mesh.yaml --strategies random,power-of-d', 'the same arrivals, sizes and failures for both'],
    ['ambient compare mesh.yaml --vary scheduling.d=1,2,3 --precision 2%', 'as many seeds as it takes'],
  ],
  execute: (given, terminal) => executeExperiments(given, terminal, ['compare', ...ownWords(given)], load),
};

const ownWords = (given: Given): readonly string[] =>
  ['strategies', 'vary'].flatMap((name) => texts(given, name).flatMap((value) => [`--${name}`, value]));

const load: Loader = async (files, given) => {
  const factors = factorSettings(given);
  if (!factors.ok) return factors;
  const varied: Given = { ...given, set: [...texts(given, 'set'), ...factors.value] };
  const all = await loadAll(files, varied);
  if (!all.ok) return all;
  const alone = all.value.find(({ loaded }) => loaded.scenario.cells.length < 2);
  if (alone !== undefined) return failed(nothingToCompare(alone));
  const [first] = all.value;
  const counted = texts(given, 'seed').length + texts(given, 'seeds').length > 0;
  const { seeds } = first!.loaded.scenario;
  if (counted || seeds.length >= SEEDS_MIN) return all;
  return loadAll(files, { ...varied, seeds: `${seeds[0]!}..${seeds[0]! + SEEDS_MIN - 1}` });
};

/** Each factor as a setting of the matrix: what `--set` says, `--vary` says in fewer words. */
function factorSettings(given: Given): Result<readonly string[]> {
  const strategies = texts(given, 'strategies').map((names) => `scheduling=${names}`);
  const settings: string[] = [];
  for (const text of [...strategies, ...texts(given, 'vary')]) {
    const equals = text.indexOf('=');
    if (equals < 1 || text.slice(equals + 1).trim() === '') {
      return usage('vary', 'names a factor and its values', 'PATH=VALUE,VALUE', text);
    }
    settings.push(`matrix.${text.slice(0, equals)}=[${text.slice(equals + 1)}]`);
  }
  return success(settings);
}

const nothingToCompare = ({ file }: Loaded): Failure => ({
  code: 'nothing-varied',
  message: `${file} has one cell: there is nothing to compare it with`,
  expected: '--strategies, --vary, or a section "matrix" in the file',
  hint: 'ambient compare FILE --strategies random,power-of-d',
});
