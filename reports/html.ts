// report.html: one file that opens without a network, under a policy that lets nothing in but its own two scripts.

import { createHash } from 'node:crypto';
import type { compile as compileChart } from 'vega-lite';

import { LEVELS, type ReportRecord, type Results } from '../sim/results/index.ts';
import type { ReportContext } from './context.ts';
import { unitOf } from './context.ts';
import { disputesOf } from './disputes.ts';
import { breakdownData, breakdownSection } from './html-breakdown.ts';
import { CHARTS } from './html-charts.ts';
import { disputeSection, tierSection } from './html-disputes.ts';
import { vegaScript } from './html-libraries.ts';
import { messageSection } from './html-messages.ts';
import { PAGE_SCRIPT } from './html-script.ts';
import { settlementSection } from './html-settlement.ts';
import { PAGE_STYLE } from './html-style.ts';
import {
  comparisons,
  escape,
  metricTables,
  places,
  provenance,
  roundTable,
  storyTable,
  thresholds,
  verdict,
} from './html-tables.ts';
import { LEARNING_AXES, learningAxes } from './learning-charts.ts';
import { quantity } from './quantity.ts';
import { roundsOf } from './rounds.ts';
import { settledOf } from './settlement.ts';
import { storiesOf } from './stories.ts';
import { shortCellName } from './text.ts';

const COURSES: Readonly<Record<string, readonly string[]>> = {
  tasks: ['open', 'running'],
  rates: ['submitted', 'completed'],
  nodes: ['nodes'],
  power: ['power'],
  temperature: ['temperature'],
  carbon: ['carbon'],
  accuracy: ['accuracy'],
  peg: ['reserves', 'supply'],
};

/** Drawn only if a run has something to draw, by the series that shows it. */
const OPTIONAL: Readonly<Record<string, string>> = { accuracy: 'accuracy', peg: 'reserves' };

const TITLES: Readonly<Record<string, string>> = {
  tasks: 'Load: tasks in the mesh, and executions running',
  rates: 'Submissions and completions',
  nodes: 'Nodes that are up',
  power: 'Power of all nodes',
  temperature: 'Temperature, mean of all nodes',
  carbon: 'Carbon of all nodes',
  accuracy: 'Accuracy of the latest model',
  peg: 'Reserves of the federation, and tokens that they stand for',
};

/** How an axis writes its numbers, by unit. */
const LABELS: Readonly<Record<string, string>> = {
  seconds: "format(datum.value, '~s') + 's'",
  joules: "format(datum.value, '~s') + 'J'",
  grams: "format(datum.value, '~s') + 'g'",
  fraction: "format(datum.value * 100, '~r') + ' %'",
  number: "format(datum.value, '~r')",
  tokens: "format(datum.value, '~r')",
};

const CHARTED: readonly string[] = [
  ...['latency.mean', 'latency.p50', 'latency.p99', 'utilisation.mean', 'jobs.perTask'],
  ...['energy.perTask', 'carbon.perTask', 'cost.perTask'],
  ...['fees.perProof', 'finality.mean', 'peg.liveness'],
];

/** Everything beside `results` comes from `record`, so a run's folder is enough to write it again, byte for byte. */
export async function htmlReport(results: Results, record: ReportRecord): Promise<string> {
  const context = contextOf(record);
  const charts = await compiled();
  const breakdown = breakdownData(results, context, LABELS);
  const broken = Object.keys(breakdown).length > 0;
  // Curves show the same cells side by side, and more clearly.
  const metrics = broken ? {} : whiskerData(results, context);
  const shortById = (id: string): string => {
    const cell = results.cells.find((each) => each.id === id);
    return cell === undefined ? id : shortCellName(cell, results);
  };
  const runs = record.runs.map((run) => ({ ...run, name: shortById(run.cell) }));
  const data = { charts, metrics, breakdown, courses: COURSES, levels: LEVELS, axes: LEARNING_AXES, runs };
  const vega = vegaScript();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hash(vega)} ${hash(PAGE_SCRIPT)}; style-src ${hash(PAGE_STYLE)}; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(results.scenario.name)}: ${results.verdict === 'pass' ? 'passed' : 'failed'}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${body(results, record, context, Object.keys(metrics), breakdownSection(results, context, breakdown, figure))}
</main>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${vega}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function body(
  results: Results,
  record: ReportRecord,
  context: ReportContext,
  metrics: readonly string[],
  breakdown: string,
): string {
  const compared = comparisons(results, context);
  const seed = record.runs[0]?.seed ?? 0;
  const many = results.cells.length > 1;
  return [
    verdict(results, context),
    thresholds(results, context),
    many
      ? contents(
          results,
          {
            breakdown: breakdown !== '',
            tiers: tierSection(results, context) !== '',
            comparisons: compared !== '',
            cells: metrics.length > 0,
          },
          context,
        )
      : '',
    breakdown,
    tierSection(results, context),
    compared,
    metrics.length > 0 ? `<h2 id="cells">Cells side by side</h2>\n<p>Mean over seeds, with its 95 % interval.</p>` : '',
    metrics.length > 0
      ? grid(metrics.map((name) => figure('whiskers', name, context.metrics.get(name)?.description ?? name, name)))
      : '',
    `<h2 id="latency">Latency</h2>`,
    many ? `<p><label>Cell shown below: ${picker(results)}</label></p>` : '',
    figure('latency', `Latency of completed tasks, seed ${seed}`, 'p99 is where a curve crosses 1 %'),
    `<h2 id="course">Course of the run with seed ${seed}</h2>
<p class="muted">Means over equal bins of time; planned faults are shaded.</p>`,
    grid(coursesOf(record).map((name) => figure(name, TITLES[name] ?? name, ''))),
    `<h2 id="nodes">Nodes over time</h2>
<p class="muted key">Busy fraction of the slots.<span class="down"></span>down<span class="suspended"></span>suspended</p>`,
    figure('timeline', 'Each node, or each band of neighbouring nodes', ''),
    `<h2 id="places">Groups and regions</h2>`,
    places(record.runs),
    learning(context.rounds, record, results.cells.length > 1),
    settlementSection(context.settled, results, context),
    disputeSection(context),
    messageSection(record.runs),
    storyTable(context.tasks),
    `<h2 id="metrics">All metrics</h2>`,
    metricTables(results, context),
    provenance(results, record),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Curves that the first run has something to draw in, or that a reader would miss. */
const coursesOf = ({ runs }: ReportRecord): readonly string[] =>
  Object.keys(COURSES).filter(
    (name) => OPTIONAL[name] === undefined || runs.some(({ series }) => series[OPTIONAL[name]!] !== undefined),
  );

function learning(rounds: ReportContext['rounds'], { runs }: ReportRecord, many: boolean): string {
  if (rounds.length === 0) return '';
  const seed = runs[0]?.seed ?? 0;
  const hint = many ? 'of the cell chosen above' : '';
  return `<h2 id="rounds">Models</h2>
<p class="muted">Of seed ${seed}. Accuracy and loss on examples that nobody trained on; bytes, energy and ε from the beginning.</p>
${grid(learningAxes(runs).map((axis) => figure('learning', `Accuracy against ${AGAINST[axis]!}`, '', axis)))}
${figure('contributions', 'What became of contributions', hint)}
<p class="muted">${many ? 'The first cell, model by model.' : 'Model by model.'}</p>
${roundTable(rounds)}`;
}

const AGAINST: Readonly<Record<string, string>> = {
  round: 'models made',
  time: 'virtual time',
  bytes: 'bytes',
  joules: 'energy',
  epsilon: 'ε',
};

interface Shown {
  readonly tiers: boolean;
  readonly breakdown: boolean;
  readonly comparisons: boolean;
  readonly cells: boolean;
}

function contents(results: Results, shown: Shown, { tasks, rounds, settled, runs }: ReportContext): string {
  const parts = [
    ...(shown.breakdown ? [['breakdown', 'Breakdown: as more nodes lie']] : []),
    ...(shown.tiers ? [['tiers', 'What being sure costs']] : []),
    ...(shown.comparisons ? [['comparisons', 'Comparisons']] : []),
    ...(shown.cells ? [['cells', 'Cells side by side']] : []),
    ['latency', 'Latency'],
    ['course', 'Course of a run'],
    ['nodes', 'Nodes over time'],
    ['places', 'Groups and regions'],
    ...(rounds.length > 0 ? [['rounds', 'Models']] : []),
    ...(settled.length > 0 ? [['settlement', 'Settlement on Bitcoin']] : []),
    ...(disputesOf(runs) === undefined ? [] : [['disputes', 'Disputes, move by move']]),
    ...(tasks.length > 0 ? [['tasks', 'Tasks one by one']] : []),
    ['metrics', `All metrics of ${results.cells.length} cells`],
    ['fidelity', 'Fidelity and assumptions'],
    ['provenance', 'Provenance'],
  ];
  return `<nav><ul>${parts.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>`;
}

function picker(results: Results): string {
  const options = results.cells.map((cell) => `<option>${escape(shortCellName(cell, results))}</option>`);
  return `<select id="cell">${options.join('')}</select>`;
}

const grid = (figures: readonly string[]): string => `<div class="grid">${figures.join('\n')}</div>`;

function figure(chart: string, title: string, hint: string, metric?: string): string {
  const data = metric === undefined ? '' : ` data-metric="${escape(metric)}"`;
  return `<figure data-chart="${chart}"${data}><figcaption><div><h3>${escape(title)}</h3><span class="muted">${escape(hint)}</span></div><button type="button">CSV</button></figcaption><div class="plot"></div></figure>`;
}

/** By metric, a point for each cell that has it. */
function whiskerData(results: Results, context: ReportContext): Readonly<Record<string, object>> {
  const names = [...new Set([...context.primary, ...CHARTED])];
  const charted = names.flatMap((name) => {
    const unit = unitOf(context.metrics, name);
    const points = results.cells.flatMap((cell) => {
      const summary = cell.summary[name];
      if (summary === undefined) return [];
      const [low, high] = summary.ci95 ?? [summary.mean, summary.mean];
      return [
        { cell: shortCellName(cell, results), mean: summary.mean, low, high, text: quantity(summary.mean, unit) },
      ];
    });
    const label = LABELS[unit] ?? "format(datum.value, '~s')";
    const alike = !context.primary.includes(name) && points.every(({ mean }) => mean === points[0]?.mean);
    return points.length === 0 || alike ? [] : [[name, { title: name, label, points }] as const];
  });
  return results.cells.length > 1 ? Object.fromEntries(charted) : {};
}

/** The compiler is large, and only a report needs it. */
async function compiled(): Promise<Readonly<Record<string, unknown>>> {
  const { compile } = await import('vega-lite');
  return Object.fromEntries(
    Object.entries(CHARTS).map(([name, spec]) => [name, compile(spec, { logger: QUIET }).spec]),
  );
}

type LoggerInterface = NonNullable<NonNullable<Parameters<typeof compileChart>[1]>['logger']>;

/** Its warnings are about our own charts, and not for whoever runs a scenario. */
const QUIET: LoggerInterface = {
  level: () => QUIET,
  error: (...words) => {
    throw new Error(words.map(String).join(' '));
  },
  warn: () => QUIET,
  info: () => QUIET,
  debug: () => QUIET,
};

/** What the other reports are given, from the record alone. */
function contextOf({ file, command, fidelity, notes, primary, metrics, runs }: ReportRecord): ReportContext {
  const tasks = storiesOf(runs);
  const shared = { file, command: () => command, fidelity, notes, primary, metrics: new Map(Object.entries(metrics)) };
  return { ...shared, tasks, rounds: roundsOf(runs), settled: settledOf(runs), runs };
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
