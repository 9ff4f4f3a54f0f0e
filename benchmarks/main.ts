// `npm run bench [-- PART…]`: the parts are listed below. Ratios are measured in one run; `--full` adds the largest mesh.

import { cpus } from 'node:os';

import { checkCosts } from './check.ts';
import { comparisonSpeed } from './compare.ts';
import { coordinatorCosts } from './coordinator.ts';
import { federatedCosts } from './federated.ts';
import { holdModel } from './hold-model.ts';
import { interpreterRates } from './interpreter.ts';
import { ledgerRates } from './ledger.ts';
import { scaling, wholeRuns } from './mesh.ts';
import { meteringCosts } from './metering.ts';
import { programCosts } from './programs.ts';
import { reportCosts } from './report.ts';
import { settlementCosts } from './settlement.ts';
import type { Row } from './table.ts';
import { table } from './table.ts';
import { taskRates } from './tasks.ts';
import { worldCosts } from './world.ts';

const SCALED = ['random', 'round-robin', 'weighted', 'least-loaded', 'power-of-d', 'health', 'join-idle-queue'];

const words = process.argv.slice(2);
const full = words.includes('--full');
const wanted = words.filter((word) => !word.startsWith('--'));

const parts: Record<string, () => Row[] | Promise<Row[]>> = {
  hold: holdModel,
  runs: () => wholeRuns(full),
  scaling: () => scaling(SCALED),
  core: coordinatorCosts,
  world: worldCosts,
  tasks: taskRates,
  interpreter: interpreterRates,
  federated: federatedCosts,
  programs: programCosts,
  metering: meteringCosts,
  report: reportCosts,
  compare: comparisonSpeed,
  ledger: ledgerRates,
  settlement: settlementCosts,
  check: checkCosts,
};

process.stdout.write(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}\n`);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${table(await part())}\n`);
}
