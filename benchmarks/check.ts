// What a campaign of `check` costs: a federated mesh in trouble, in processor time, with all invariants and with none.

import { loadScenarioFile, runCell } from '../sim/experiment/index.ts';
import type { Cell } from '../sim/scenario/index.ts';
import type { Row } from './table.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];
/** Runs before the measured ones, until the compiler has seen everything. */
const WARM = 2;
const CORES = 2;
const TARGET = 200;
const MOST = 1.25;

export async function checkCosts(): Promise<Row[]> {
  const file = new URL('scenarios/check.yaml', import.meta.url).pathname;
  const loaded = await loadScenarioFile(file);
  if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join('\n'));
  const watched = loaded.value.scenario.cells[0]!;
  const blind = { ...watched, invariants: [] };
  let [hours, on, off] = [0, 0, 0];
  for (const [at, seed] of SEEDS.entries()) {
    // By turns, so that a busy machine is as busy for both.
    const all = await processorTime(watched, seed);
    const none = await processorTime(blind, seed);
    if (at < WARM) continue;
    hours += all.hours;
    on += all.seconds;
    off += none.seconds;
  }
  const rate = (hours / on) * 60 * CORES;
  return [
    {
      what: '10 nodes, 4 coordinators, 0.5 tasks/s, faults on: virtual mesh-hours per minute of 2 cores',
      figure: rate.toFixed(0),
      baseline: `target ${TARGET}`,
      ratio: rate / TARGET,
    },
    {
      what: 'the same: run time with all invariants',
      figure: `${(on / hours).toFixed(2)} s an hour`,
      baseline: `with none ${(off / hours).toFixed(2)} s; target ${MOST.toFixed(2)}x`,
      ratio: on / off,
    },
  ];
}

/** Of this process, not of the wall: the machine may be busy with other things. */
async function processorTime(cell: Cell, seed: number): Promise<{ hours: number; seconds: number }> {
  const before = process.cpuUsage();
  const { result } = await runCell(cell, seed);
  const { user, system } = process.cpuUsage(before);
  return { hours: (result.metrics['makespan'] ?? 0) / 3_600, seconds: (user + system) / 1e6 };
}
