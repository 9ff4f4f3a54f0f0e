// Whole runs through real parties, each in a process of its own so that its memory is its own: run.ts does one.

import { spawnSync } from 'node:child_process';

import type { Row } from './table.ts';

export interface Measured {
  readonly tasks: number;
  readonly seconds: number;
  readonly events: number;
  readonly peakMegabytes: number;
  readonly heldInvariants: boolean;
}

/** Best of some runs: the machine may be busy with other things. */
export function measure(scenario: string, sets: readonly string[], times: number): Measured {
  let best: Measured | undefined;
  for (let time = 0; time < times; time++) {
    const measured = inProcess(scenario, sets);
    if (best === undefined || measured.seconds < best.seconds) best = measured;
  }
  return best!;
}

export function wholeRuns(full: boolean): Row[] {
  const rows: Row[] = [];
  const mm1 = measure('mm1.yaml', [], 5);
  rows.push({
    what: 'M/M/1 through real parties, all metrics and invariants on',
    figure: `${perSecond(mm1)} tasks/s`,
    baseline: 'target 500,000 tasks/s',
    ratio: mm1.tasks / mm1.seconds / 500_000,
  });
  const mesh = measure('mesh.yaml', [], 3);
  rows.push(
    {
      what: '10,000 nodes, heartbeats every 10 s, 1,000,000 tasks at 8,000 /s: time',
      figure: `${mesh.seconds.toFixed(1)} s`,
      baseline: 'target 10 s',
      ratio: 10 / mesh.seconds,
    },
    {
      what: 'the same: peak memory of the process',
      figure: `${mesh.peakMegabytes.toFixed(0)} MB`,
      baseline: 'target 400 MB',
      ratio: 400 / mesh.peakMegabytes,
    },
  );
  if (!full) return rows;
  const large = measure('mesh.yaml', LARGE, 1);
  rows.push({
    what: '100,000 nodes, 10,000,000 tasks at 80,000 /s: time and memory',
    figure: `${large.seconds.toFixed(0)} s, ${large.peakMegabytes.toFixed(0)} MB`,
    baseline: 'target minutes, 4,096 MB',
    ratio: 4_096 / large.peakMegabytes,
  });
  return rows;
}

const LARGE = ['nodes.0.count=100000', 'stop.tasks=10000000', 'workload.0.arrivals.poisson=80000 /s'];

/** Cost of a task against the size of the mesh, at 80 % load: 1.00 means that it does not grow. */
export function scaling(strategies: readonly string[]): Row[] {
  return strategies.map((strategy) => {
    const [small, large] = [100, 10_000].map((nodes) => {
      const sets = [`nodes.0.count=${nodes}`, `workload.0.arrivals.poisson=${0.8 * nodes} /s`, 'stop.tasks=100000'];
      return measure('mesh.yaml', [...sets, `scheduling.strategy=${strategy}`], 2);
    });
    const cost = (measured: Measured): string => ((measured.seconds / measured.tasks) * 1e6).toFixed(2);
    return {
      what: `cost of a task, ${strategy}, 10,000 nodes`,
      figure: `${cost(large!)} us`,
      baseline: `100 nodes ${cost(small!)} us; log2 grows 2.00x`,
      ratio: large!.seconds / large!.tasks / (small!.seconds / small!.tasks),
    };
  });
}

function inProcess(scenario: string, sets: readonly string[]): Measured {
  const entry = new URL('run.ts', import.meta.url).pathname;
  const file = new URL(`scenarios/${scenario}`, import.meta.url).pathname;
  const child = spawnSync(process.execPath, ['--import', 'tsx', entry, file, ...sets], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Measured;
}

const perSecond = ({ tasks, seconds }: Measured): string => Math.round(tasks / seconds).toLocaleString('en');
