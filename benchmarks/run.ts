// One run of a scenario's only cell in this process; prints what it took as JSON.

import { loadScenarioFile, runCell } from '../sim/experiment/index.ts';
import type { Measured } from './mesh.ts';

const [file, ...set] = process.argv.slice(2);
const loaded = await loadScenarioFile(file!, { set });
if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join('\n'));
const { cells, seeds } = loaded.value.scenario;
const cell = cells[0]!;
const began = process.hrtime.bigint();
const { result } = await runCell(cell, seeds[0]!);
const measured: Measured = {
  tasks: cell.stop.tasks!,
  seconds: Number(process.hrtime.bigint() - began) / 1e9,
  events: result.events,
  peakMegabytes: process.resourceUsage().maxRSS / 1_000,
  heldInvariants: result.invariants.every(({ held }) => held),
};
process.stdout.write(JSON.stringify(measured));
