// The chart of a metric against the share of lying nodes, on either scale. Its legend is one for all such charts of a page.

const x = {
  field: 'share',
  type: 'quantitative',
  title: 'Share of nodes that lie',
  axis: { format: '.0%', tickCount: 6, gridOpacity: 0.5 },
} as const;

const colour = {
  field: 'rank',
  type: 'ordinal',
  scale: {
    domain: Array.from({ length: 16 }, (_, rank) => rank),
    range: Array.from({ length: 16 }, (_, rank) => `@c${rank % 8}`),
  },
  legend: null,
} as const;

const dash = {
  condition: { test: 'datum.again', value: [4, 3] },
  value: [1, 0],
} as const;

function body(scale: object, ticks = 5): object {
  const y = {
    field: 'mean',
    type: 'quantitative',
    title: null,
    scale,
    axis: { labelExpr: '@label', tickCount: ticks, labelOverlap: 'greedy' },
  } as const;
  return {
    height: 220,
    data: { name: 'points' },
    encoding: { x, color: colour },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.75 },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      { mark: { type: 'line', strokeWidth: 1.6 }, encoding: { y, strokeDash: dash, detail: { field: 'curve' } } },
      {
        mark: { type: 'point', filled: true, size: 32, opacity: 1 },
        encoding: {
          y,
          tooltip: [
            { field: 'curve', title: 'curve' },
            { field: 'share', title: 'share', format: '.0%' },
            { field: 'text', title: 'mean' },
          ],
        },
      },
    ],
  };
}

export const BREAKDOWN_CHARTS: Readonly<Record<'breakdown' | 'breakdownNear' | 'breakdownLog', object>> = {
  breakdown: body({ zero: true, nice: true }),
  /** Of values that are all far from nothing. */
  breakdownNear: body({ zero: false, nice: true }),
  breakdownLog: body({ type: 'log', nice: true }, 3),
};
