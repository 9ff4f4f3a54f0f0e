// Breakdown: how each way of verifying fares as the share of lying nodes grows. Found in the results of a matrix that
// varies that share: factors whose value fixes it are the axis, all others tell the curves apart.

import type { CellResult, MetricSummary, Results } from '../sim/results/index.ts';
import { type MetricCatalogue, unitOf } from './context.ts';
import { quantity } from './quantity.ts';

export interface Curve {
  /** The values of the factors that make it. */
  readonly name: string;
  /** By growing share. */
  readonly points: readonly { readonly share: number; readonly cell: CellResult }[];
}

/** What is drawn: first what gets through, then what is found out, then what it costs. */
const BREAKDOWN: readonly (readonly [metric: string, title: string])[] = [
  ['wrong.accepted', 'Wrong results accepted'],
  ['tasks.completed', 'Tasks completed'],
  ['detection.share', 'Liars excluded'],
  ['detection.delay', 'From the first lie to exclusion'],
  ['honest.punished', 'Honest nodes punished'],
  ['jobs.perTask', 'Executions for each task'],
  ['energy.perTask', 'Energy for each task'],
  ['messages.perTask', 'Messages for each task'],
  ['latency.mean', 'Mean latency'],
  ['latency.p99', 'Latency, 0.99 quantile'],
];

const COSTS = ['jobs.perTask', 'energy.perTask', 'messages.perTask', 'latency.mean', 'latency.p99'];
const FOUND = ['detection.share', 'detection.delay', 'honest.punished'];

/** What may get through of a policy that is said to bear a share of liars. */
const BORNE = 0.01;

type Rows = readonly (readonly string[])[];

/** Empty unless the share of lying nodes varies along some curve. */
export function curvesOf({ cells }: Results): readonly Curve[] {
  if (!cells.some((cell) => shareOf(cell) > 0)) return [];
  const apart = factorsApart(cells);
  const curves = new Map<string, { share: number; cell: CellResult }[]>();
  for (const cell of cells) {
    const name = apart.map((factor) => cell.factors[factor] ?? '').join(', ') || 'all cells';
    const points = curves.get(name) ?? [];
    points.push({ share: shareOf(cell), cell });
    curves.set(name, points);
  }
  const all = [...curves].map(([name, points]) => ({ name, points: points.sort((a, b) => a.share - b.share) }));
  return all.some(({ points }) => points[0]!.share < points.at(-1)!.share) ? all : [];
}

/** In the cell's results, not its inputs: how often it is absent is nobody's lie. */
const shareOf = ({ summary }: CellResult): number => summary['nodes.malicious']?.mean ?? 0;

/** Factors of which some value is met with different shares. */
function factorsApart(cells: readonly CellResult[]): readonly string[] {
  const factors = [...new Set(cells.flatMap((cell) => Object.keys(cell.factors)))];
  return factors.filter((factor) => {
    const shares = new Map<string, number>();
    return cells.some((cell) => {
      const value = cell.factors[factor] ?? '';
      const before = shares.get(value);
      shares.set(value, shareOf(cell));
      return before !== undefined && before !== shareOf(cell);
    });
  });
}

/** Of those that are drawn, what some cell has and not all have alike. */
export const drawnIn = (curves: readonly Curve[]): readonly (readonly [metric: string, title: string])[] =>
  BREAKDOWN.filter(([metric]) => {
    const means = curves.flatMap(({ points }) => points.flatMap(({ cell }) => cell.summary[metric]?.mean ?? []));
    return new Set(means).size > 1;
  });

/** A row for each curve: how many liars it bears, and at the least and the largest share what it finds and costs. */
export function bearingRows(curves: readonly Curve[], metrics: MetricCatalogue): Rows {
  const some = (name: string): boolean => curves.some(({ points }) => points.some(({ cell }) => name in cell.summary));
  const columns = [...COSTS, ...FOUND].filter(some);
  const titles = new Map(BREAKDOWN);
  const head = ['', 'fewer than 1 % wrong up to', ...columns.map((name) => titles.get(name)!)];
  const rows = curves.map(({ name, points }) => {
    const [least, most] = [points[0]!, points.at(-1)!];
    const change = columns.map((metric) => {
      const [from, to] = [least, most].map(({ cell }) => said(cell.summary[metric], unitOf(metrics, metric)));
      return from === to ? from! : `${from!} → ${to!}`;
    });
    return [name, borne(points), ...change];
  });
  return [head, ...rows];
}

/** Up to the largest share for which, and for all smaller ones, the whole interval is below what is borne. */
function borne(points: Curve['points']): string {
  const breaks = points.findIndex(({ cell }) => {
    const wrong = cell.summary['wrong.accepted'];
    return wrong !== undefined && (wrong.ci95?.[1] ?? wrong.mean) >= BORNE;
  });
  if (breaks === 0) return 'no share tried';
  const share = quantity(points.at(breaks === -1 ? -1 : breaks - 1)!.share, 'fraction');
  return breaks === -1 ? `${share}, the largest tried` : `${share} of nodes`;
}

/** One metric: a row for each curve, a column for each share. */
export function shareRows(curves: readonly Curve[], metric: string, metrics: MetricCatalogue): Rows {
  const shares = [...new Set(curves.flatMap(({ points }) => points.map(({ share }) => share)))].sort((a, b) => a - b);
  const unit = unitOf(metrics, metric);
  const rows = curves.map(({ name, points }) => [
    name,
    ...shares.map((share) => {
      const cells = points.filter((point) => point.share === share);
      return cells.map(({ cell }) => withInterval(cell.summary[metric], unit)).join('; ');
    }),
  ]);
  return [['', ...shares.map((share) => quantity(share, 'fraction'))], ...rows];
}

const said = (summary: MetricSummary | undefined, unit: string): string =>
  summary === undefined ? '–' : quantity(summary.mean, unit);

function withInterval(summary: MetricSummary | undefined, unit: string): string {
  if (summary?.ci95 === undefined) return said(summary, unit);
  const [low, high] = summary.ci95.map((end) => quantity(end, unit));
  return `${said(summary, unit)} (${low!} to ${high!})`;
}
