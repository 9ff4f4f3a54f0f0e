// `ambient resolve FILE`: every value of a scenario after all layers and defaults, and where each comes from.

import { count } from '../reports/index.ts';
import { canonicalJson } from '../sim/results/index.ts';
import type { LoadedScenario } from '../sim/scenario/index.ts';
import type { Command, Given } from './command.ts';
import { type ExitCode, PASSED } from './exit.ts';
import { refuse } from './failures.ts';
import { isSet, texts } from './flags.ts';
import { loadAll, scenarioFlags } from './scenario-flags.ts';
import type { Terminal } from './terminal.ts';

/** Longer values, such as traces, are cut in the table for people. */
const VALUE_WIDTH_MAX = 60;

export const resolve: Command = {
  usage: 'resolve <file>',
  summary: 'shows every value of a scenario and where it comes from',
  positionals: { file: { describe: 'a scenario file (YAML)', type: 'string' } },
  flags: { ...scenarioFlags, json: { type: 'boolean', describe: 'for a program' } },
  examples: [['ambient resolve mesh.yaml --set scheduling=random', 'with defaults, extends and settings']],
  execute,
};

async function execute(given: Given, terminal: Terminal): Promise<ExitCode> {
  const all = await loadAll(texts(given, 'file'), given);
  if (!all.ok) return refuse(all.failures, terminal);
  for (const { loaded } of all.value) terminal.out(isSet(given, 'json') ? asJson(loaded) : asTable(loaded, terminal));
  return PASSED;
}

function asJson({ scenario, origins }: LoadedScenario): string {
  const { name, sha256, seeds, cells, primary, assumptions, notes } = scenario;
  const named = cells.map(({ id, factors }) => ({ id, factors }));
  return canonicalJson({ name, sha256, seeds, cells: named, primary, assumptions, notes, values: origins });
}

function asTable({ scenario, origins }: LoadedScenario, { paint }: Terminal): string {
  const rows = origins.map(({ path, value }) => `${path}: ${shortened(value)}`);
  const width = Math.max(...rows.map((row) => row.length));
  const lines = origins.map(({ origin }, at) => `${(rows[at] ?? '').padEnd(width)}  ${paint.faint(`# ${origin}`)}`);
  const { seeds, cells, sha256, notes } = scenario;
  return [
    ...lines,
    '',
    ...notes.map((note) => `note: ${note}`),
    paint.faint(`${count(cells.length, 'cell')} × ${count(seeds.length, 'seed')}, SHA-256 ${sha256}`),
    '',
  ].join('\n');
}

function shortened(value: string): string {
  const flat = value.replace(/\s+/g, ' ');
  return flat.length > VALUE_WIDTH_MAX ? `${flat.slice(0, VALUE_WIDTH_MAX)}…` : flat;
}
