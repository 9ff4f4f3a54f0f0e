// The charts of report.html as Vega-Lite, compiled to Vega when the report is written: the page needs no compiler.
// Data and colours come in at the reader's: `@name` stands for a colour of the page's own light or dark palette.

import type { TopLevelSpec } from 'vega-lite';
import { BREAKDOWN_CHARTS } from './breakdown-charts.ts';
import { LEARNING_CHARTS } from './learning-charts.ts';

const seconds = "format(datum.value, '~s') + 's'";
const time = { field: 't', type: 'quantitative', title: '@time', scale: { nice: false } } as const;

const faults = {
  data: { name: 'faults' },
  mark: { type: 'rect', color: '@fault', opacity: 0.22, clip: true },
  encoding: {
    x: { field: 'from', type: 'quantitative' },
    x2: { field: 'to' },
    tooltip: [{ field: 'what', title: 'fault' }],
  },
} as const;

/** Curves over the time of a run. `signal` is [series, name] in the order of the palette. */
function course(title: string, signals: readonly string[]): TopLevelSpec {
  const several = signals.length > 1;
  return spec({
    height: 150,
    data: { name: 'points' },
    layer: [
      faults,
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.5, color: '@c0' },
        encoding: {
          x: time,
          y: { field: 'value', type: 'quantitative', title, axis: { format: '~s', tickCount: 4 } },
          ...(several
            ? {
                color: {
                  field: 'series',
                  type: 'nominal',
                  title: null,
                  scale: { domain: [...signals], range: signals.map((_, at) => `@c${at}`) },
                  legend: { orient: 'top', direction: 'horizontal' },
                },
              }
            : {}),
        },
      },
    ],
  });
}

const latency = spec({
  height: 300,
  data: { name: 'points' },
  layer: [
    {
      mark: { type: 'line', strokeWidth: 1, color: '@muted', opacity: 0.45 },
      transform: [{ filter: 'datum.rank < 0' }],
      encoding: { ...tail(), detail: { field: 'cell' } },
    },
    {
      mark: { type: 'line', strokeWidth: 2 },
      transform: [{ filter: 'datum.rank >= 0' }],
      encoding: {
        ...tail(),
        color: {
          field: 'cell',
          type: 'nominal',
          title: null,
          sort: { field: 'rank' },
          scale: { range: ['@c0', '@c1', '@c2', '@c3', '@c4', '@c5', '@c6', '@c7'] },
          legend: { orient: 'top', columns: 2, labelLimit: 320 },
        },
      },
    },
  ],
});

function tail() {
  return {
    x: {
      field: 'latency',
      type: 'quantitative',
      title: 'Latency',
      scale: { type: 'log', nice: false },
      axis: { labelExpr: seconds, tickCount: 5, labelOverlap: 'greedy', labelSeparation: 12, gridOpacity: 0.5 },
    },
    y: {
      field: 'slower',
      type: 'quantitative',
      title: 'Share of tasks slower than this',
      scale: { type: 'log', domain: [1e-4, 1], nice: false },
      axis: { values: [1, 0.5, 0.1, 0.01, 0.001, 0.0001], labelExpr: "format(datum.value * 100, '~r') + ' %'" },
    },
    tooltip: [
      { field: 'cell', title: 'cell' },
      { field: 'latency', title: 'latency (s)' },
      { field: 'slower', title: 'share slower' },
    ],
  } as const;
}

const timeline = spec({
  height: { step: 15 },
  data: { name: 'points' },
  mark: { type: 'rect' },
  encoding: {
    x: { ...time, field: 'from' },
    x2: { field: 'to' },
    y: {
      field: 'node',
      type: 'nominal',
      sort: null,
      title: null,
      axis: { labelLimit: 130, ticks: false, domain: false },
    },
    color: {
      condition: [
        { test: 'datum.up < 0.5', value: '@down' },
        { test: 'datum.suspended >= 0.5', value: '@suspended' },
      ],
      field: 'busy',
      type: 'quantitative',
      title: 'busy',
      scale: { domain: [0, 1], range: ['@idle', '@busy'] },
      legend: { orient: 'top', format: '.0%', gradientLength: 160, tickCount: 2 },
    },
    tooltip: [
      { field: 'node', title: 'node' },
      { field: 'busy', title: 'busy', format: '.0%' },
      { field: 'up', title: 'up', format: '.0%' },
      { field: 'suspended', title: 'suspended', format: '.0%' },
    ],
  },
});

/** A dot for the mean of each cell and a whisker for its 95 % interval. */
const whiskers = spec({
  height: { step: 20 },
  data: { name: 'points' },
  encoding: {
    y: { field: 'cell', type: 'nominal', sort: null, title: null, axis: { labelLimit: 220, ticks: false, grid: true } },
  },
  layer: [
    {
      mark: { type: 'rule', strokeWidth: 2, color: '@c0' },
      encoding: {
        x: {
          field: 'low',
          type: 'quantitative',
          title: '@metric',
          scale: { zero: false },
          axis: { labelExpr: '@label', tickCount: 5, labelOverlap: 'greedy' },
        },
        x2: { field: 'high' },
      },
    },
    {
      mark: { type: 'point', filled: true, size: 55, color: '@c0', opacity: 1 },
      encoding: {
        x: { field: 'mean', type: 'quantitative' },
        tooltip: [{ field: 'cell' }, { field: 'text', title: 'mean' }],
      },
    },
  ],
});

export const CHARTS: Readonly<Record<string, TopLevelSpec>> = {
  whiskers,
  latency,
  timeline,
  tasks: course('Tasks', ['open', 'running']),
  rates: course('Tasks a second', ['submitted', 'completed']),
  nodes: course('Nodes up', ['nodes']),
  power: course('Power (W)', ['power']),
  temperature: course('Mean temperature (°C)', ['temperature']),
  carbon: course('Carbon (g/s)', ['carbon']),
  accuracy: course('Accuracy', ['accuracy']),
  peg: course('Tokens', ['reserves', 'supply']),
  learning: spec(LEARNING_CHARTS.learning),
  contributions: spec(LEARNING_CHARTS.contributions),
  breakdown: spec(BREAKDOWN_CHARTS.breakdown),
  breakdownNear: spec(BREAKDOWN_CHARTS.breakdownNear),
  breakdownLog: spec(BREAKDOWN_CHARTS.breakdownLog),
};

function spec(own: object): TopLevelSpec {
  return {
    width: 'container',
    background: 'transparent',
    config: { view: { stroke: null } },
    autosize: { type: 'fit-x', contains: 'padding' },
    ...own,
  } as unknown as TopLevelSpec;
}
