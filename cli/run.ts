// `ambient run FILE…`: loads every file, runs each, writes its folder, and reports.

import type { Command } from './command.ts';
import { executeExperiments, experimentFlags } from './experiment.ts';

export const run: Command = {
  usage: 'run <files..>',
  summary: 'runs scenarios and reports what came out',
  positionals: { files: { describe: 'scenario files (YAML)', type: 'string' } },
  flags: experimentFlags,
  examples: [
    ['ambient run mesh.yaml', 'all its cells and seeds'],
    ['ambient run mesh.yaml --seeds 1..200 --set scheduling.d=3', 'more seeds, another parameter'],
    ['ambient run mesh.yaml --json | jq .verdict', 'for a program'],
  ],
  execute: (given, terminal) => executeExperiments(given, terminal, ['run']),
};
