// What a reader must not overlook, though no threshold or invariant is about it: runs that measured nothing.

import type { CellResult, RunResult, Warning } from '../results/index.ts';

export function warningsOf(cells: readonly CellResult[]): readonly Warning[] {
  return cells.flatMap((cell) => {
    const [idle, fruitless] = [cell.runs.filter(hasNothing), cell.runs.filter(completedNothing)];
    return [
      ...(idle.length === 0 ? [] : [idleWarning(cell, idle)]),
      ...(fruitless.length === 0 ? [] : [fruitlessWarning(cell, fruitless)]),
    ];
  });
}

const hasNothing = ({ metrics }: RunResult): boolean => metrics['tasks.submitted'] === 0;
const completedNothing = ({ metrics }: RunResult): boolean => metrics['tasks.completed'] === 0;

const idleWarning = (cell: CellResult, runs: readonly RunResult[]): Warning => ({
  cell: cell.id,
  code: 'nothing-submitted',
  text: `no task was submitted in ${share(cell, runs)}: there is nothing to measure`,
});

function fruitlessWarning(cell: CellResult, runs: readonly RunResult[]): Warning {
  const sum = (name: string): number =>
    runs.reduce((total, { metrics }) => total + (metrics[name] ?? 0) * (metrics['tasks.submitted'] ?? 0), 0);
  const ends = [
    [Math.round(sum('tasks.failed')), 'failed'],
    [Math.round(sum('tasks.expired')), 'expired'],
  ] as const;
  const told = ends.flatMap(([count, how]) => (count === 0 ? [] : [`${count} ${how}`])).join(', ');
  return {
    cell: cell.id,
    code: 'nothing-completed',
    text: `no task completed in ${share(cell, runs)}${told === '' ? '' : ` (${told})`}`,
  };
}

function share({ runs: all }: CellResult, runs: readonly RunResult[]): string {
  const first = `seed ${runs[0]!.seed}`;
  if (all.length === 1) return `the run (${first})`;
  return runs.length === all.length
    ? `any of ${all.length} runs`
    : `${runs.length} of ${all.length} runs, first ${first}`;
}
