// summary.md: the same results as a document, with what a reader must know to judge them.

import type { CellResult, MetricSummary, Results } from '../sim/results/index.ts';
import { bearingRows, curvesOf, drawnIn, shareRows } from './breakdown.ts';
import { statements } from './comparisons.ts';
import { type ReportContext, unitOf } from './context.ts';
import { tierRows, tierTrustRows } from './disputes.ts';
import { quantity } from './quantity.ts';
import { settlementRows, signerRows, trustRows } from './settlement.ts';
import { breaches, cellName, cellNameById, count, describeBreach, measured, warningLines } from './text.ts';

export function markdownReport(results: Results, context: ReportContext): string {
  const sections = [
    `# ${inline(results.scenario.name)}: ${results.verdict === 'pass' ? 'passed' : 'failed'}`,
    provenance(results, context),
    list('Warnings', warningLines(results)),
    breakdown(results, context),
    ...tiers(results, context),
    comparisons(results, context),
    thresholds(results, context),
    broken(results, context),
    ...results.cells.map((cell) => metrics(cell, results, context)),
    ...settlement(results, context),
    list('Assumptions', results.assumptions ?? []),
    list('Notes', context.notes),
    `## Reproduce\n\n\`\`\`sh\n${context.command()}\n\`\`\``,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function provenance(results: Results, context: ReportContext): string {
  const runs = results.cells.reduce((sum, cell) => sum + cell.runs.length, 0);
  const fidelity = Object.entries(context.fidelity).map(([part, kind]) => `${part} ${kind}`);
  return [
    `${count(results.cells.length, 'cell')}, ${count(runs, 'run')}. Engine ${results.engine}, scenario \`${results.scenario.sha256.slice(0, 12)}\`.`,
    `Fidelity: ${fidelity.join(', ')}. ${figures(context.fidelity)}`.trimEnd(),
  ].join('\n');
}

/** What no column says. */
function figures({ execution }: ReportContext['fidelity']): string {
  if (execution !== 'modelled') return '';
  return 'Tasks took times drawn from distributions, and no task code ran.';
}

function comparisons(results: Results, context: ReportContext): string {
  const rows = statements(results, context.metrics).map(({ metric, pair, words, p }) => [metric, pair, words, p]);
  if (rows.length === 0) return '';
  const method =
    'Paired over seeds (common random numbers). Intervals are 95 % paired Student-t, each for itself; p is two-sided and corrected after Holm over all rows.';
  return `## Comparisons\n\n${table(['metric', 'pair', 'difference', 'p'], rows)}\n\n${method}`;
}

function thresholds(results: Results, context: ReportContext): string {
  if (results.thresholds.length === 0) return '';
  const rows = results.thresholds.map((threshold) => {
    const held = threshold.held ? 'held' : '**missed**';
    return [threshold.text, cellNameById(threshold.cell, results), measured(threshold, context.metrics), held];
  });
  return `## Thresholds\n\n${table(['threshold', 'cell', 'value', ''], rows)}`;
}

function broken(results: Results, context: ReportContext): string {
  const items = results.cells.flatMap((cell) =>
    breaches(cell).map(
      (breach) =>
        `${inline(cellName(cell, results))}, seed ${breach.seed}: ${inline(describeBreach(breach))}: \`${context.command(breach.seed)}\``,
    ),
  );
  const watched = results.cells[0]?.runs[0]?.invariants.map(({ name }) => name) ?? [];
  if (items.length > 0) return bullets('Broken invariants', items);
  return watched.length === 0 ? '' : `## Invariants\n\nHeld in every run: ${watched.join(', ')}.`;
}

function metrics(cell: CellResult, results: Results, context: ReportContext): string {
  const rows = Object.entries(cell.summary).map(([name, summary]) => [
    name,
    ...figure(summary, unitOf(context.metrics, name)),
    context.metrics.get(name)?.label ?? '',
    context.metrics.get(name)?.description ?? '',
  ]);
  const heading = results.cells.length === 1 ? 'Metrics' : inline(cellName(cell, results));
  const headings = ['metric', 'mean', '95 % interval', 'n', 'is', 'meaning'];
  return `## ${heading}\n\n${table(headings, rows)}`;
}

function figure({ mean, ci95, n }: MetricSummary, unit: string): readonly string[] {
  const interval = ci95 === undefined ? '–' : `${quantity(ci95[0], unit)} to ${quantity(ci95[1], unit)}`;
  return [quantity(mean, unit), interval, String(n)];
}

/** Metrics against the share of lying nodes, if that varies. */
function breakdown(results: Results, { metrics }: ReportContext): string {
  const curves = curvesOf(results);
  if (curves.length === 0) return '';
  const parts = [
    ['Side by side, from the smallest share of lying nodes to the largest', bearingRows(curves, metrics)] as const,
    ...drawnIn(curves).map(
      ([metric, title]) => [`${title}, by the share of nodes that lie`, shareRows(curves, metric, metrics)] as const,
    ),
  ];
  const tables = parts.map(([heading, [head, ...rows]]) => `### ${heading}\n\n${table(head!, rows)}`);
  return ['## Breakdown: as more nodes lie', 'Means over seeds, with 95 % intervals.', ...tables].join('\n\n');
}

/** What each way of verifying costs and promises, if results are proven or something is staked on them. */
function tiers(results: Results, { runs, metrics }: ReportContext): readonly string[] {
  const [head, ...rows] = tierRows(results, runs, metrics);
  if (head === undefined) return [];
  const [trusting, ...trusted] = tierTrustRows(runs);
  return [
    `## What being sure costs\n\n${table(head, rows)}`,
    `### Who and what is trusted\n\n${table(trusting!, trusted)}`,
  ];
}

/** Figures, signers and who is trusted, if anything is settled in a chain. */
function settlement(results: Results, { settled, metrics }: ReportContext): readonly string[] {
  if (settled.length === 0) return [];
  const parts = [
    ['Settlement on Bitcoin (federated)', settlementRows(settled, results, metrics)],
    ['Signers', signerRows(settled, results)],
    ['Who is trusted in settlement', trustRows(settled)],
  ] as const;
  return parts.map(([heading, [head, ...rows]]) => (head === undefined ? '' : `## ${heading}\n\n${table(head, rows)}`));
}

const list = (heading: string, items: readonly string[]): string => bullets(heading, items.map(inline));

function bullets(heading: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `## ${heading}\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inline).join(' | ')} |`;
  return [`| ${headings.join(' | ')} |`, `|${headings.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** Text that holds no mark-up, table separator or line break of its own. */
function inline(text: string): string {
  const flat = text.replace(/\s*\n\s*/g, ' ');
  return flat.startsWith('**') ? flat : flat.replace(/[\\`*_<|[\]]/g, '\\$&');
}
