// The summary a person reads at the end of a run: one block for a single cell, one table for a matrix.

import type { CellResult, MetricSummary, Results, ThresholdResult } from '../sim/results/index.ts';
import { type ReportContext, unitOf } from './context.ts';
import { quantity } from './quantity.ts';
import { breaches, cellName, columns, count, describeBreach, measured } from './text.ts';

/** How to emphasise: the identity for a file or a pipe, colours for a terminal. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** A line of a block, and a set of columns of the table: a label and the metrics it shows. */
interface Topic {
  readonly label: string;
  readonly metrics: readonly (readonly [metric: string, caption: string])[];
}

const TOPICS: readonly Topic[] = [
  {
    label: 'tasks',
    metrics: [
      ['tasks.submitted', 'submitted'],
      ['tasks.completed', 'completed'],
      ['tasks.failed', 'failed'],
      ['tasks.expired', 'expired'],
      ['deadline.missed', 'past the deadline'],
    ],
  },
  {
    label: 'latency',
    metrics: [
      ['latency.mean', 'mean'],
      ['latency.p50', 'p50'],
      ['latency.p95', 'p95'],
      ['latency.p99', 'p99'],
    ],
  },
  {
    label: 'of which',
    metrics: [
      ['wait.mean', 'waiting'],
      ['service.mean', 'executing'],
    ],
  },
  {
    label: 'nodes',
    metrics: [
      ['utilisation.mean', 'busy'],
      ['fairness.jain', 'Jain fairness'],
      ['work.wasted', 'of the work wasted'],
    ],
  },
  {
    label: 'per task',
    metrics: [
      ['energy.perTask', ''],
      ['carbon.perTask', 'CO2'],
      ['cost.perTask', 'paid'],
      ['jobs.perTask', 'executions'],
      ['messages.perTask', 'messages'],
    ],
  },
];

const TABLE: readonly (readonly [metric: string, heading: string])[] = [
  ['tasks.completed', 'completed'],
  ['latency.mean', 'mean'],
  ['latency.p50', 'p50'],
  ['latency.p95', 'p95'],
  ['latency.p99', 'p99'],
  ['utilisation.mean', 'busy'],
  ['jobs.perTask', 'executions'],
  ['energy.perTask', 'energy/task'],
  ['deadline.missed', 'late'],
];

/** Fractions that say nothing when they are 0. */
const QUIET_AT_ZERO = ['tasks.failed', 'tasks.expired', 'deadline.missed', 'work.wasted'];

/** `folder` is where the results were written. */
export function listReport(results: Results, context: ReportContext, folder: string, paint: Paint): string {
  const single = results.cells.length === 1 ? results.cells[0] : undefined;
  const lines = [
    title(results, paint),
    ...(single === undefined ? table(results, context, paint) : block(single, context, paint)),
    ...(single === undefined ? results.cells.flatMap((cell) => invariantLines(cell, context, paint)) : []),
    ...results.thresholds.map((threshold) => thresholdLine(threshold, results, context, paint)),
    ...context.notes.map((note) => `  ${paint.faint(`note: ${note}`)}`),
    '',
    verdictLine(results, context, folder, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function title(results: Results, paint: Paint): string {
  const runs = results.cells[0]?.runs.length ?? 0;
  const cells = results.cells.length === 1 ? '' : `${count(results.cells.length, 'cell')}, `;
  return `${paint.strong(results.scenario.name)} ${paint.faint(`(${cells}${count(runs, 'seed')}${cells === '' ? '' : ' each'})`)}`;
}

function block(cell: CellResult, context: ReportContext, paint: Paint): readonly string[] {
  const topics = TOPICS.map(({ label, metrics }) => [label, topic(cell, metrics, context)] as const);
  return [
    ...topics.filter(([, text]) => text !== '').map(([label, text]) => `  ${label.padEnd(11)}${text}`),
    ...invariantLines(cell, context, paint),
  ];
}

function topic(cell: CellResult, metrics: Topic['metrics'], context: ReportContext): string {
  const shown = metrics.flatMap(([metric, caption]) => {
    const summary = cell.summary[metric];
    if (summary === undefined || (summary.mean === 0 && QUIET_AT_ZERO.includes(metric))) return [];
    const value = withInterval(summary, unitOf(context.metrics, metric), metric === 'latency.mean');
    const order = caption.startsWith('p') || caption === 'mean' ? [caption, value] : [value, caption];
    return [order.join(' ').trim()];
  });
  return shown.join(' · ');
}

/** `1.27 s [1.25 s, 1.29 s]`: the 95 % interval over runs, where there is one. */
function withInterval(summary: MetricSummary, unit: string, wanted: boolean): string {
  const mean = quantity(summary.mean, unit);
  if (!wanted || summary.ci95 === undefined) return mean;
  const [low, high] = summary.ci95;
  return `${mean} [${quantity(low, unit)}, ${quantity(high, unit)}]`;
}

function table(results: Results, context: ReportContext, paint: Paint): readonly string[] {
  const shown = TABLE.filter(([metric]) => results.cells.some((cell) => cell.summary[metric] !== undefined));
  const head = ['', ...shown.map(([, heading]) => heading)];
  const rows = results.cells.map((cell) => [
    cellName(cell),
    ...shown.map(([metric]) => {
      const summary = cell.summary[metric];
      return summary === undefined ? '' : quantity(summary.mean, unitOf(context.metrics, metric));
    }),
  ]);
  const [heading = '', ...body] = columns([head, ...rows]);
  return [`  ${paint.faint(heading)}`, ...body.map((line) => `  ${line}`)];
}

/** Which invariants broke and how to see it happen again; for a cell where all held, one line. */
function invariantLines(cell: CellResult, context: ReportContext, paint: Paint): readonly string[] {
  const broken = breaches(cell);
  const watched = cell.runs[0]?.invariants.length ?? 0;
  if (broken.length === 0) {
    if (Object.keys(cell.factors).length > 0 || watched === 0) return [];
    return [`  invariants ${paint.good('✓')} ${count(watched, 'invariant')} held in ${count(cell.runs.length, 'run')}`];
  }
  return broken.flatMap((breach) => [
    `  ${paint.bad('✗')} ${cellName(cell)}, seed ${breach.seed}: ${describeBreach(breach)}`,
    `    ${paint.faint(context.command(breach.seed))}`,
  ]);
}

function thresholdLine(threshold: ThresholdResult, results: Results, context: ReportContext, paint: Paint): string {
  const mark = threshold.held ? paint.good('✓') : paint.bad('✗');
  const cell = results.cells.find(({ id }) => id === threshold.cell);
  const where = results.cells.length === 1 || cell === undefined ? '' : ` (${cellName(cell)})`;
  return `  ${mark} ${threshold.text}${where}: ${measured(threshold, context.metrics)}`;
}

function verdictLine(results: Results, context: ReportContext, folder: string, paint: Paint): string {
  const where = `results in ${folder}`;
  if (results.verdict === 'pass') return `${paint.good(paint.strong('passed'))} · ${where}`;
  const broken = results.cells.reduce((sum, cell) => sum + breaches(cell).length, 0);
  const missed = results.thresholds.filter(({ held }) => !held).length;
  const reasons = [
    ...(broken > 0 ? [`${count(broken, 'invariant')} broken`] : []),
    ...(missed > 0 ? [`${count(missed, 'threshold')} missed`] : []),
  ];
  return [
    `${paint.bad(paint.strong('failed'))} · ${reasons.join(', ')} · ${where}`,
    `reproduce: ${context.command(firstBadSeed(results))}`,
  ].join('\n');
}

/** Thresholds are about means, and so need every seed. */
function firstBadSeed(results: Results): number | undefined {
  if (results.thresholds.some(({ held }) => !held)) return undefined;
  return results.cells.flatMap(breaches)[0]?.seed;
}
