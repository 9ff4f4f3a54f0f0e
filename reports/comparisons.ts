// What a comparison says, in words: how b differs from a, with the interval, or that it cannot be told apart.

import type { Comparison, Results } from '../sim/results/index.ts';
import { type MetricCatalogue, unitOf } from './context.ts';
import { quantity } from './quantity.ts';
import { cellNameById } from './text.ts';

const PERCENTAGE_MAX = 10_000;

export interface Statement {
  readonly metric: string;
  /** `power-of-d against random`. */
  readonly pair: string;
  /** `18 to 22 % lower (-0.31 s to -0.26 s)`. */
  readonly words: string;
  /** `p < 0.0001`. */
  readonly p: string;
  readonly verdict: Comparison['verdict'];
}

export function statements(results: Results, metrics: MetricCatalogue): readonly Statement[] {
  return results.comparisons.map((comparison) => {
    const { metric, a, b, p, verdict } = comparison;
    const pair = `${cellNameById(b, results)} against ${cellNameById(a, results)}`;
    return { metric, pair, words: words(comparison, results, unitOf(metrics, metric)), p: chance(p), verdict };
  });
}

function words({ metric, a, ci95: [low, high], verdict }: Comparison, results: Results, unit: string): string {
  const absolute = `${signed(low, unit)} to ${signed(high, unit)}`;
  if (verdict === 'no difference') return `within noise (${absolute})`;
  const base = results.cells.find(({ id }) => id === a)?.summary[metric]?.mean ?? 0;
  const ends = [low, high].map((end) => (end / base) * 100);
  // A percentage of nothing, of a loss, or of next to nothing says nothing.
  if (!(base > 0) || ends.some((end) => !(Math.abs(end) < PERCENTAGE_MAX))) return `${verdict} (${absolute})`;
  return `${percentages(ends, verdict)} (${absolute})`;
}

/** Smaller first. An interval that holds 0 although p is small says so with its signs. */
function percentages([low = 0, high = 0]: readonly number[], verdict: Comparison['verdict']): string {
  if (low < 0 && high > 0) return `${round(low)} to +${round(high)} %: ${verdict}`;
  const [near, far] = [Math.abs(low), Math.abs(high)].sort((x, y) => x - y).map(round);
  return `${near === far ? near! : `${near!} to ${far!}`} % ${verdict}`;
}

/** Two significant digits at least, whole from ten on. */
const round = (value: number): string =>
  Math.abs(value) >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)));

const signed = (value: number, unit: string): string => (value < 0 ? '-' : '+') + quantity(Math.abs(value), unit);

const chance = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p = ${Number(p.toPrecision(2))}`);
