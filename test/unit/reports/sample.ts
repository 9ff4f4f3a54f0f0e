// Small results that the reporters' tests share, and the context they are told in.

import type { ReportContext } from '../../../reports/index.ts';
import type { CellResult, InvariantResult, MetricRecord, Results } from '../../../sim/results/index.ts';

export const plainText = {
  good: (text: string): string => text,
  bad: (text: string): string => text,
  strong: (text: string): string => text,
  faint: (text: string): string => text,
};

export const context: ReportContext = {
  file: 'mesh.yaml',
  command: (seed) => `npx ambient run mesh.yaml${seed === undefined ? '' : ` --seed ${seed}`}`,
  fidelity: { execution: 'modelled', signature: 'modelled' },
  notes: ['scheduling.d is inert under random'],
  primary: ['latency.p99', 'latency.p999'],
  tasks: [],
  rounds: [],
  settled: [],
  runs: [],
  metrics: new Map<string, MetricRecord>([
    ['tasks.submitted', { unit: 'count', description: 'tasks submitted', label: 'modelled' }],
    ['tasks.completed', { unit: 'fraction', description: 'completed, of those submitted', label: 'modelled' }],
    ['latency.mean', { unit: 'seconds', description: 'submit to result', label: 'modelled' }],
    ['latency.p99', { unit: 'seconds', description: 'submit to result', label: 'modelled' }],
    ['latency.p999', { unit: 'seconds', description: 'submit to result', label: 'modelled' }],
    ['energy.perTask', { unit: 'joules', description: 'all joules over completed tasks', label: 'assumed' }],
  ]),
};

const held: InvariantResult = { name: 'settles-once', held: true };
export const broken: InvariantResult = { name: 'tokens-conserved', held: false, at: 1.5, why: 'escrow <0> & "more"' };

export function cell(
  id: string,
  factors: Record<string, string>,
  seeds: Record<number, InvariantResult[]>,
): CellResult {
  const runs = Object.entries(seeds).map(([seed, invariants]) => ({
    seed: Number(seed),
    fingerprint: '0123456789abcdef',
    events: 10,
    metrics: { 'latency.mean': 0.25 },
    invariants,
  }));
  const summary = {
    'tasks.submitted': { mean: 500, n: runs.length },
    'tasks.completed': { mean: 0.999_97, n: runs.length },
    'latency.mean': { mean: 0.25, ci95: [0.2, 0.3] as const, n: runs.length },
    'latency.p99': { mean: 1.5, n: runs.length },
    'latency.p999': { mean: 2.5, n: runs.length },
    'energy.perTask': { mean: 0.0123, n: runs.length },
  };
  return { id, factors, runs, summary };
}

export const passing: Results = results([cell('c0ffee', {}, { 1: [held], 2: [held] })], true);

export const failing: Results = {
  ...results(
    [
      cell('aaa', { scheduling: 'random' }, { 1: [held, { ...broken, held: true }], 2: [held, broken] }),
      cell(
        'bbb',
        { scheduling: 'edf' },
        { 1: [held, { ...broken, held: true }], 2: [held, { ...broken, held: true }] },
      ),
    ],
    false,
  ),
  thresholds: [
    { text: 'latency.p99 < 250 ms', cell: 'aaa', value: 1.5, held: false },
    { text: 'latency.p99 < 250 ms', cell: 'bbb', value: 0.2, held: true },
  ],
};

export function results(cells: readonly CellResult[], pass: boolean): Results {
  return {
    schema: 1,
    engine: '0.1.0',
    scenario: { name: 'mesh', sha256: 'f'.repeat(64) },
    cells,
    comparisons: [],
    thresholds: [],
    assumptions: ['links are switched Ethernet'],
    verdict: pass ? 'pass' : 'fail',
  };
}
