// The section of report.html about breakdown: a chart for each metric against the share of lying nodes, and tables.

import type { Results } from '../sim/results/index.ts';
import { bearingRows, type Curve, curvesOf, drawnIn, shareRows } from './breakdown.ts';
import type { BREAKDOWN_CHARTS } from './breakdown-charts.ts';
import { type ReportContext, unitOf } from './context.ts';
import { escape, rowTable } from './html-tables.ts';
import { quantity } from './quantity.ts';

/** Colours of the page; after them the same ones again, dashed. */
const COLOURS = 8;

/** A metric whose values are so many times apart is drawn on a logarithmic scale. */
const FAR_APART = 30;

interface Drawn {
  readonly title: string;
  readonly label: string;
  readonly chart: keyof typeof BREAKDOWN_CHARTS;
  readonly points: readonly object[];
}

/** By metric: what its chart is drawn from. `labels` writes an axis, by unit. */
export function breakdownData(
  results: Results,
  context: ReportContext,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, Drawn>> {
  const curves = curvesOf(results);
  const drawn = drawnIn(curves).map(([metric, title]): [string, Drawn] => {
    const unit = unitOf(context.metrics, metric);
    const points = curves.flatMap((curve, rank) => pointsOf(curve, rank, metric, unit));
    const label = labels[unit] ?? "format(datum.value, '~s')";
    return [metric, { title, label, chart: scaleOf(points.map(({ mean }) => mean)), points }];
  });
  return Object.fromEntries(drawn);
}

function scaleOf(means: readonly number[]): Drawn['chart'] {
  const [least, most] = [Math.min(...means), Math.max(...means)];
  if (least > 0 && most > FAR_APART * least) return 'breakdownLog';
  return least > most / 2 ? 'breakdownNear' : 'breakdown';
}

function pointsOf({ name, points }: Curve, rank: number, metric: string, unit: string) {
  return points.flatMap(({ share, cell }) => {
    const summary = cell.summary[metric];
    if (summary === undefined) return [];
    const [low, high] = summary.ci95 ?? [summary.mean, summary.mean];
    const text = `${quantity(summary.mean, unit)} (${quantity(low, unit)} to ${quantity(high, unit)})`;
    // Bars end where the metric does.
    const most = unit === 'fraction' ? 1 : Infinity;
    const bar = { low: Math.max(0, low), high: Math.min(most, high) };
    return [{ curve: name, rank, again: rank >= COLOURS, share, mean: summary.mean, ...bar, text }];
  });
}

/** Empty if no curve is drawn. `figure` makes the place of a chart. */
export function breakdownSection(
  results: Results,
  context: ReportContext,
  data: Readonly<Record<string, Drawn>>,
  figure: (chart: string, title: string, hint: string, metric: string) => string,
): string {
  const curves = curvesOf(results);
  const metrics = Object.entries(data);
  if (metrics.length === 0) return '';
  const charts = metrics.map(([metric, { chart, title }]) => figure(chart, title, metric, metric));
  const tables = metrics.map(
    ([metric, { title }]) => `<h3>${escape(title)}</h3>${rowTable(shareRows(curves, metric, context.metrics))}`,
  );
  return `<h2 id="breakdown">Breakdown: as more nodes lie</h2>
<p>Each metric against the share of nodes that were given a behaviour. Means over seeds; bars are 95 % intervals, cut off at what is possible.</p>
<p class="legend">${curves.map(({ name }, rank) => `<span class="c${rank % COLOURS}${rank < COLOURS ? '' : ' again'}">${escape(name)}</span>`).join('')}</p>
<div class="grid">${charts.join('\n')}</div>
<h3>Side by side, from the smallest share to the largest</h3>
${rowTable(bearingRows(curves, context.metrics))}
<details><summary>The figures of these charts, with intervals</summary>
${tables.join('\n')}</details>`;
}
