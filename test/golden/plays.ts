// The runs whose every number is committed: small, and between them every strategy, distribution, arrival process,
// network and fault. And the shipped examples, cut short.

import { probability } from '../../core/foundation/index.ts';
import { strategies } from '../../core/scheduling/index.ts';
import { loadScenarioFile, runCell } from '../../sim/experiment/index.ts';
import type { RunResult } from '../../sim/results/index.ts';
import type { Arrivals, Cell, Distribution } from '../../sim/scenario/index.ts';
import {
  cell,
  constant,
  crash,
  device,
  exponential,
  milliseconds,
  network,
  nodes,
  seconds,
  strategy,
  work,
  workload,
} from '../cells.ts';

/** One line of the golden file: what a run is called, and what came of it. */
export type Play = Pick<RunResult, 'seed' | 'fingerprint' | 'events' | 'metrics'> & { readonly name: string };

const SECOND = seconds(1);
const EXAMPLES = ['closed', 'crash', 'deadlines', 'local-mesh', 'mm1', 'redundancy', 'strategies'];

const distributions: readonly Distribution[] = [
  { kind: 'constant', value: SECOND },
  { kind: 'uniform', from: 0, to: 2 * SECOND },
  { kind: 'exponential', mean: SECOND },
  { kind: 'erlang', k: 3, mean: SECOND },
  { kind: 'hyperexponential', mean: SECOND, scv: 4 },
  { kind: 'lognormal', mu: 13.3, sigma: 1 },
  { kind: 'weibull', shape: 0.4, scale: SECOND / 3 },
  { kind: 'pareto', shape: 2.5, scale: 0.6 * SECOND },
  { kind: 'empirical', values: [0, SECOND / 2, 2 * SECOND] },
];

const poisson: Arrivals = { kind: 'poisson', rate: 2.4 };
const processes: readonly Arrivals[] = [
  poisson,
  { kind: 'every', gap: { kind: 'uniform', from: 0, to: SECOND } },
  // Three at a time, more of them than the warm-up takes.
  { kind: 'trace', at: Array.from({ length: 30 }, (_, at) => Math.floor(at / 3) * SECOND) },
  { kind: 'diurnal', mean: 2, amplitude: 0.9, period: seconds(60), peak: seconds(20) },
  { kind: 'closed', clients: 4, think: exponential(SECOND) },
  { kind: 'batch', size: { kind: 'empirical', values: [1, 2, 6] }, arrivals: { kind: 'poisson', rate: 0.8 } },
];

const modelled = network({
  latency: { kind: 'uniform', from: milliseconds(10), to: milliseconds(30) },
  jitter: exponential(milliseconds(4)),
  loss: probability(0.03),
  up: 1e6 as never,
  down: 1e7 as never,
});

/** A mesh of unequal nodes under a continuous load. */
function mesh(name: string, more: Partial<Cell> = {}): Cell {
  return cell({
    nodes: [nodes(2), nodes(1, { group: 'big', device: device({ slots: 2, speed: 2e9 as never }), region: 'far' })],
    stop: { tasks: 150 },
    warmup: { kind: 'tasks', tasks: 20 },
    scheduling: strategy(name),
    workload: [workload({ arrivals: poisson, work: work(exponential(SECOND)), deadline: seconds(3) })],
    ...more,
  });
}

const cells: readonly (readonly [string, Cell])[] = [
  ...strategies.map(({ name }): [string, Cell] => [`strategy/${name}`, mesh(name)]),
  ...strategies.map(({ name }): [string, Cell] => [
    `failing/${name}`,
    mesh(name, {
      network: modelled,
      faults: [crash(['pi-1', 'big-1'], 10, 5), crash(['pi-2'], 12, 0)],
      recovery: name.length % 2 === 0 ? 'requeue' : 'lose',
      liveness: { ...cell().liveness, heartbeat: SECOND },
    }),
  ]),
  ...distributions.map((amount): [string, Cell] => [
    `work/${amount.kind}`,
    mesh('least-work-left', { workload: [workload({ arrivals: poisson, work: work(amount) })] }),
  ]),
  ...processes.map((arrivals): [string, Cell] => [
    `arrivals/${arrivals.kind}`,
    mesh('batch-sampling', { workload: [workload({ arrivals, work: work(exponential(SECOND)) })] }),
  ]),
  [
    'copies/independent',
    mesh('redundancy-d', {
      workload: [workload({ arrivals: poisson, work: work(exponential(SECOND), 'independent') })],
    }),
  ],
  [
    'work/gas',
    mesh('weighted', {
      workload: [workload({ arrivals: poisson, work: { unit: 'gas', amount: exponential(1e9), copies: 'shared' } })],
    }),
  ],
  [
    'churn',
    mesh('power-of-d', {
      nodes: [
        nodes(4, {
          churn: { start: 'equilibrium', up: exponential(seconds(20)), down: { kind: 'lognormal', mu: 14, sigma: 1 } },
        }),
      ],
      network: modelled,
    }),
  ],
  ['signatures/real', mesh('random', { fidelity: { execution: 'modelled', signature: 'real' }, network: modelled })],
  [
    'expiry',
    mesh('central-queue', {
      workload: [workload({ arrivals: poisson, work: work(exponential(2 * SECOND)), expires: seconds(4) })],
    }),
  ],
  [
    'needs',
    mesh('round-robin', {
      workload: [
        workload({ name: 'far', arrivals: poisson, needs: { region: 'far' }, work: work(constant(SECOND)) }),
        workload({ name: 'not-far', arrivals: { kind: 'poisson', rate: 0.5 }, needs: { exclude: ['big'] } }),
      ],
    }),
  ],
];

const playOf = (name: string, { seed, fingerprint, events, metrics }: RunResult): Play => ({
  name,
  seed,
  fingerprint,
  events,
  metrics,
});

/** Runs everything, in order. */
export async function perform(): Promise<Play[]> {
  const plays: Play[] = [];
  for (const [name, chosen] of cells) plays.push(playOf(name, (await runCell(chosen, 1)).result));
  for (const example of EXAMPLES) plays.push(...(await performExample(example)));
  return plays;
}

async function performExample(example: string): Promise<Play[]> {
  const loaded = await loadScenarioFile(`scenarios/examples/${example}.yaml`, {
    seed: 1,
    set: ['stop.tasks=200', 'warmup=none'],
  });
  if (!loaded.ok) throw new Error(loaded.failures.map(({ message }) => message).join('\n'));
  const plays: Play[] = [];
  for (const chosen of loaded.value.scenario.cells) {
    const factors = Object.values(chosen.factors).join(', ');
    const name = factors === '' ? `example/${example}` : `example/${example}: ${factors}`;
    plays.push(playOf(name, (await runCell(chosen, 1)).result));
  }
  return plays;
}

/** The text of the golden file. */
export const written = (plays: readonly Play[]): string => `${JSON.stringify({ plays }, null, 2)}\n`;
