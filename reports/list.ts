// The summary a person reads at the end of a run: one block for a single cell, one table for a matrix.

import type { CellResult, MetricSummary, Results, ThresholdResult } from '../sim/results/index.ts';
import { statements } from './comparisons.ts';
import { type ReportContext, unitOf } from './context.ts';
import { quantity } from './quantity.ts';
import { roundRows } from './rounds.ts';
import { storyRows } from './stories.ts';
import { breaches, cellName, cellNameById, columns, count, describeBreach, measured, warningLines } from './text.ts';
import { COLUMNS, QUIET_AT_ZERO, TOPICS, type Topic } from './topics.ts';

/** How to emphasise: the identity for a file or a pipe, colours for a terminal. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** `folder` is where the results were written. */
export function listReport(results: Results, context: ReportContext, folder: string, paint: Paint): string {
  const [first, second] = results.cells;
  const figures = first !== undefined && second === undefined ? block(first, context) : table(results, context, paint);
  const lines = [
    title(results, paint),
    ...taskLines(context, paint),
    ...figures,
    ...comparisonLines(results, context, paint),
    ...invariantLines(results, context, paint),
    ...results.thresholds.map((threshold) => thresholdLine(threshold, results, context, paint)),
    ...context.notes.map((note) => `  ${paint.faint(`note: ${note}`)}`),
    ...warningLines(results).map((line) => `  ${paint.bad('!')} ${paint.strong(`warning: ${line}`)}`),
    '',
    verdict(results, context, folder, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** More tasks than a screen holds are left to report.html. */
const TASKS_MAX = 20;
const ROUNDS_MAX = 30;

function taskLines({ tasks, rounds }: ReportContext, paint: Paint): readonly string[] {
  if (tasks.length === 0) return [];
  // Whoever learns wants to see the models; the tasks that made them are in report.html.
  if (rounds.length > 0) return roundLines(rounds, paint);
  const [head = [], ...rows] = storyRows(tasks.slice(0, TASKS_MAX));
  const [heading = '', ...body] = columns([head, ...rows]);
  const more = tasks.length > TASKS_MAX ? [`  ${paint.faint('more of them are in report.html')}`] : [];
  return [`  ${paint.faint(heading)}`, ...body.map((line) => `  ${line}`), ...more, ''];
}

function roundLines(rounds: ReportContext['rounds'], paint: Paint): readonly string[] {
  const [head = [], ...rows] = roundRows(rounds.slice(-ROUNDS_MAX));
  const [heading = '', ...body] = columns([head, ...rows]);
  return [`  ${paint.faint(heading)}`, ...body.map((line) => `  ${line}`), ''];
}

function title(results: Results, paint: Paint): string {
  const seeds = count(results.cells[0]?.runs.length ?? 0, 'seed');
  const cells = results.cells.length;
  const size = cells === 1 ? seeds : `${count(cells, 'cell')}, ${seeds} each`;
  return `${paint.strong(results.scenario.name)} ${paint.faint(`(${size})`)}`;
}

function block(cell: CellResult, context: ReportContext): readonly string[] {
  const named = TOPICS.flatMap(({ metrics }) => metrics.map(([metric]) => metric));
  const others = context.primary.filter((metric) => !named.includes(metric));
  const primary: Topic = { label: 'primary', metrics: others.map((metric) => [metric, `${metric} {}`]) };
  return [...TOPICS, primary]
    .map(({ label, metrics }) => [label, topic(cell, metrics, context)] as const)
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `  ${label.padEnd(11)}${text}`);
}

function topic(cell: CellResult, metrics: Topic['metrics'], context: ReportContext): string {
  const shown = metrics.flatMap(([metric, words]) => {
    const summary = cell.summary[metric];
    if (summary === undefined || (summary.mean === 0 && QUIET_AT_ZERO.includes(metric))) return [];
    return [words.replace('{}', withInterval(summary, unitOf(context.metrics, metric), metric === 'latency.mean'))];
  });
  return shown.join(' · ');
}

/** `1.27 s [1.25 s, 1.29 s]`: the 95 % interval over runs, where it is wanted and there is one. */
function withInterval(summary: MetricSummary, unit: string, wanted: boolean): string {
  const mean = quantity(summary.mean, unit);
  if (!wanted || summary.ci95 === undefined) return mean;
  const [low, high] = summary.ci95;
  return `${mean} [${quantity(low, unit)}, ${quantity(high, unit)}]`;
}

function table(results: Results, context: ReportContext, paint: Paint): readonly string[] {
  const usual = COLUMNS.map(([metric]) => metric);
  const own = context.primary.filter((metric) => !usual.includes(metric)).map((metric) => [metric, metric] as const);
  const shown = [...COLUMNS, ...own].filter(([metric]) => results.cells.some(({ summary }) => metric in summary));
  const rows = results.cells.map((cell) => [
    cellName(cell, results),
    ...shown.map(([metric]) => {
      const summary = cell.summary[metric];
      return summary === undefined ? '' : quantity(summary.mean, unitOf(context.metrics, metric));
    }),
  ]);
  const [heading = '', ...body] = columns([['', ...shown.map(([, words]) => words)], ...rows]);
  return [`  ${paint.faint(heading)}`, ...body.map((line) => `  ${line}`)];
}

/** More pairs than a screen holds are left to the written summary. */
const COMPARISONS_MAX = 24;

function comparisonLines(results: Results, context: ReportContext, paint: Paint): readonly string[] {
  const all = statements(results, context.metrics);
  const shown = all.slice(0, COMPARISONS_MAX).map(({ metric, pair, words, p, verdict }) => {
    const told = verdict === 'no difference' ? paint.faint(words) : paint.strong(words);
    return `  ${metric}: ${pair}: ${told}, ${paint.faint(p)}`;
  });
  const more = all.length - shown.length;
  return more === 0 ? shown : [...shown, `  ${paint.faint(`and ${count(more, 'more comparison')} in summary.md`)}`];
}

/** Which invariants broke and how to see it happen again; one line if all held. */
function invariantLines(results: Results, context: ReportContext, paint: Paint): readonly string[] {
  const broken = results.cells.flatMap((cell) => breaches(cell).map((breach) => ({ cell, breach })));
  if (broken.length > 0) {
    return broken.flatMap(({ cell, breach }) => [
      `  ${paint.bad('✗')} ${cellName(cell, results)}, seed ${breach.seed}: ${describeBreach(breach)}`,
      `    ${paint.faint(context.command(breach.seed))}`,
    ]);
  }
  const runs = results.cells.flatMap((cell) => cell.runs);
  const watched = runs[0]?.invariants.length ?? 0;
  if (watched === 0) return [];
  return [`  ${paint.good('✓')} ${count(watched, 'invariant')} held in ${count(runs.length, 'run')}`];
}

function thresholdLine(threshold: ThresholdResult, results: Results, context: ReportContext, paint: Paint): string {
  const mark = threshold.held ? paint.good('✓') : paint.bad('✗');
  const where = results.cells.length === 1 ? '' : ` (${cellNameById(threshold.cell, results)})`;
  return `  ${mark} ${threshold.text}${where}: ${measured(threshold, context.metrics)}`;
}

function verdict(results: Results, context: ReportContext, folder: string, paint: Paint): string {
  const where = `results in ${folder}`;
  const warnings = results.warnings?.length ?? 0;
  const warned = warnings === 0 ? '' : ` · ${paint.bad(count(warnings, 'warning'))}`;
  if (results.verdict === 'pass') return `${paint.good(paint.strong('passed'))}${warned} · ${where}`;
  const broken = results.cells.reduce((sum, cell) => sum + breaches(cell).length, 0);
  const missed = results.thresholds.filter(({ held }) => !held).length;
  const reasons = [
    ...(broken > 0 ? [`${count(broken, 'invariant')} broken`] : []),
    ...(missed > 0 ? [`${count(missed, 'threshold')} missed`] : []),
  ];
  return [
    `${paint.bad(paint.strong('failed'))} · ${reasons.join(', ')}${warned} · ${where}`,
    `reproduce: ${context.command(seedToRepeat(results))}`,
  ].join('\n');
}

/** Of the first broken invariant; none if a threshold was missed, since thresholds are about means over all seeds. */
function seedToRepeat(results: Results): number | undefined {
  if (results.thresholds.some(({ held }) => !held)) return undefined;
  return results.cells.flatMap(breaches)[0]?.seed;
}
