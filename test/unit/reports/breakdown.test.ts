import { describe, expect, it } from 'vitest';
import { bearingRows, curvesOf, drawnIn, shareRows } from '../../../reports/breakdown.ts';
import type { CellResult, MetricSummary, Results } from '../../../sim/results/index.ts';

const METRICS = new Map(
  Object.entries({ 'wrong.accepted': 'fraction', 'jobs.perTask': 'number', 'latency.mean': 'seconds' }).map(
    ([name, unit]) => [name, { unit, description: name, label: 'modelled' as const }],
  ),
);

type Figures = Readonly<Record<string, readonly [mean: number, low: number, high: number]>>;

function cell(factors: Readonly<Record<string, string>>, share: number, figures: Figures): CellResult {
  const summary: Record<string, MetricSummary> = {};
  if (share > 0) summary['nodes.malicious'] = { mean: share, n: 3 };
  for (const [name, [mean, ...ci95]] of Object.entries(figures)) summary[name] = { mean, ci95, n: 3 };
  return { id: JSON.stringify(factors), factors, runs: [], summary };
}

const of = (cells: readonly CellResult[]): Results => ({ cells }) as unknown as Results;

/** Two counts of nodes that are varied together, and policies. */
const sweep = of(
  (['none', 'replicate'] as const).flatMap((verification) =>
    [0, 0.5, 0.25].map((share) =>
      cell({ verification, 'nodes.0.count': `${8 - 8 * share}`, 'nodes.1.count': `${8 * share}` }, share, {
        ...(share > 0 && {
          'wrong.accepted': verification === 'none' ? [share, share, share] : [share / 50, 0, share / 40],
        }),
        'jobs.perTask': verification === 'none' ? [1, 1, 1] : [3 + share, 3, 4],
      }),
    ),
  ),
);

describe('curves of breakdown', () => {
  it('are told apart by what does not fix the share of liars, each by growing share', () => {
    const curves = curvesOf(sweep);
    expect(curves.map(({ name }) => name)).toEqual(['none', 'replicate']);
    expect(curves.map(({ points }) => points.map(({ share }) => share))).toEqual([
      [0, 0.25, 0.5],
      [0, 0.25, 0.5],
    ]);
  });

  it('are none if that share never varies along one, or nobody lies', () => {
    expect(curvesOf(of(['a', 'b'].map((x) => cell({ x }, 0, {}))))).toEqual([]);
    expect(curvesOf(of(['a', 'b'].map((x) => cell({ x }, 0.5, {}))))).toEqual([]);
  });

  it('are one if nothing else is varied', () => {
    const only = curvesOf(of([cell({ 'nodes.1.count': '1' }, 0.1, {}), cell({ 'nodes.1.count': '2' }, 0.2, {})]));
    expect(only.map(({ name, points }) => [name, points.length])).toEqual([['all cells', 2]]);
  });

  it('say up to which share a policy bears liars: the whole interval is below 1 %, and so it was before', () => {
    expect(bearingRows(curvesOf(sweep), METRICS)).toEqual([
      ['', 'fewer than 1 % wrong up to', 'Executions for each task'],
      ['none', '0 % of nodes', '1'],
      ['replicate', '25 % of nodes', '3 → 3.5'],
    ]);
    const always = [0.1, 0.2].map((share) => cell({ n: String(share) }, share, { 'wrong.accepted': [0, 0, 0] }));
    expect(bearingRows(curvesOf(of(always)), METRICS)[1]![1]).toBe('20 %, the largest tried');
    const never = [0.1, 0.2].map((share) => cell({ n: String(share) }, share, { 'wrong.accepted': [0.3, 0.2, 0.4] }));
    expect(bearingRows(curvesOf(of(never)), METRICS)[1]![1]).toBe('no share tried');
  });

  it('have a table for each metric that differs, with intervals', () => {
    const curves = curvesOf(sweep);
    expect(drawnIn(curves).map(([metric]) => metric)).toEqual(['wrong.accepted', 'jobs.perTask']);
    expect(shareRows(curves, 'wrong.accepted', METRICS)).toEqual([
      ['', '0 %', '25 %', '50 %'],
      ['none', '–', '25 % (25 % to 25 %)', '50 % (50 % to 50 %)'],
      ['replicate', '–', '0.5 % (0 % to 0.63 %)', '1 % (0 % to 1.25 %)'],
    ]);
  });
});
