// Charts of federated learning: how good each cell's model was against what it had taken, and what became of the
// contributions of each round.

import type { RunRecord } from '../sim/results/index.ts';

/** What accuracy is drawn against, by the field of a round's story. */
export const LEARNING_AXES: Readonly<Record<string, { readonly title: string; readonly label: string }>> = {
  round: { title: 'Models made', label: "format(datum.value, '~r')" },
  time: { title: 'Virtual time', label: "format(datum.value, '~s') + 's'" },
  bytes: { title: 'Bytes of models and updates', label: "format(datum.value, '~s') + 'B'" },
  joules: { title: 'Energy of training', label: "format(datum.value, '~s') + 'J'" },
  epsilon: { title: 'Largest ε that a node has spent', label: "format(datum.value, '~r')" },
};

/** Those that a run has figures for. */
export const learningAxes = (runs: readonly RunRecord[]): readonly string[] =>
  Object.keys(LEARNING_AXES).filter((axis) =>
    runs.some(({ rounds = [] }) => rounds.some((story) => story[axis as keyof typeof story] !== undefined)),
  );

const FATES = ['used', 'rejected', 'dropped'];

/** The body of each chart, for the frame that all charts share. */
export const LEARNING_CHARTS: Readonly<Record<'learning' | 'contributions', object>> = {
  learning: {
    height: 220,
    data: { name: 'points' },
    mark: { type: 'line', strokeWidth: 1.5, interpolate: 'linear', point: { size: 16 } },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: '@axis',
        scale: { nice: false },
        axis: { labelExpr: '@label', tickCount: 6, labelOverlap: 'greedy' },
      },
      y: {
        field: 'accuracy',
        type: 'quantitative',
        title: 'Accuracy',
        axis: { labelExpr: "format(datum.value * 100, '~r') + ' %'", tickCount: 5 },
      },
      order: { field: 'round', type: 'quantitative' },
      color: {
        field: 'cell',
        type: 'nominal',
        title: null,
        sort: { field: 'rank' },
        scale: { range: ['@c0', '@c1', '@c2', '@c3', '@c4', '@c5', '@c6', '@c7'] },
        legend: { orient: 'top', columns: 1, labelLimit: 320 },
      },
      tooltip: [
        { field: 'cell', title: 'cell' },
        { field: 'round', title: 'model' },
        { field: 'accuracy', title: 'accuracy', format: '.2%' },
      ],
    },
  },
  contributions: {
    height: 150,
    data: { name: 'points' },
    mark: { type: 'bar', size: '@size' },
    encoding: {
      x: {
        field: 'round',
        type: 'quantitative',
        title: 'Model',
        scale: { nice: false, padding: 8 },
        axis: { labelExpr: "format(datum.value, '~r')", tickMinStep: 1, grid: false },
      },
      y: { field: 'count', type: 'quantitative', title: 'Contributions', axis: { tickCount: 4, tickMinStep: 1 } },
      color: {
        field: 'fate',
        type: 'nominal',
        title: null,
        scale: { domain: FATES, range: ['@c0', '@c1', '@c2'] },
        legend: { orient: 'top', direction: 'horizontal' },
      },
      order: { field: 'rank', type: 'quantitative' },
      tooltip: [
        { field: 'round', title: 'model' },
        { field: 'fate', title: 'what became of them' },
        { field: 'count', title: 'contributions' },
      ],
    },
  },
};
