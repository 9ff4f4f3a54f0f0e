// `ambient sweep FILE`: every cell of a scenario's matrix. What is finished is kept, so that the same command goes on
// after it was killed, and with more seeds runs only those.

import { failed, success } from '../core/foundation/index.ts';
import type { Command } from './command.ts';
import { executeExperiments, experimentFlags, type Loader } from './experiment.ts';
import { loadAll } from './scenario-flags.ts';

export const sweep: Command = {
  usage: 'sweep <file>',
  summary: 'runs every cell of a matrix; goes on where it was killed',
  positionals: { file: { describe: 'a scenario file (YAML) with a matrix', type: 'string' } },
  flags: experimentFlags,
  examples: [['ambient sweep grid.yaml --seeds 1..100 --workers 2', 'all cells under a hundred seeds']],
  execute: (given, terminal) => executeExperiments(given, terminal, ['sweep'], load),
};

const load: Loader = async (files, given) => {
  const all = await loadAll(files, given);
  if (!all.ok) return all;
  const single = all.value.find(({ loaded }) => Object.keys(loaded.scenario.cells[0]?.factors ?? {}).length === 0);
  if (single === undefined) return success(all.value);
  return failed({
    code: 'nothing-varied',
    message: `${single.file} has one cell: there is nothing to sweep`,
    expected: 'a section "matrix", "zip" or "include"',
    hint: 'matrix: { scheduling: [random, power-of-d] }, or --set matrix.scheduling=[random,power-of-d]; ambient run does one cell',
  });
};
