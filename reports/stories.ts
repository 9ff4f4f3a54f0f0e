// Real tasks one by one: which node ran it and how that node was, what it took and paid, and what came of it.

import type { RunRecord, TaskStory } from '../sim/results/index.ts';
import { quantity } from './quantity.ts';

/** A column: its heading, and a cell of it; the empty text if there is nothing to say. */
const COLUMNS: readonly (readonly [string, (story: TaskStory) => string])[] = [
  ['task', ({ task }) => String(task)],
  ['workload', ({ workload }) => workload],
  ['node', ({ node }) => node ?? ''],
  ['health', ({ health }) => health?.toFixed(2) ?? ''],
  ['power', ({ watts }) => (watts === undefined ? '' : `${watts.toFixed(1)} W`)],
  ['heat', ({ celsius }) => (celsius === undefined ? '' : `${celsius.toFixed(1)} °C`)],
  ['efficiency', ({ gflopsPerWatt }) => (gflopsPerWatt === undefined ? '' : `${gflopsPerWatt.toFixed(2)} GFLOPS/W`)],
  ['time', ({ time }) => (time === undefined ? '' : quantity(time, 'seconds'))],
  ['gas', ({ gas }) => (gas === undefined ? '' : quantity(gas, 'count'))],
  ['energy', ({ joules }) => (joules === undefined ? '' : quantity(joules, 'joules'))],
  ['proof', ({ proven }) => (proven === undefined ? '' : `valid, ${proven} segment${proven === 1 ? '' : 's'}`)],
  ['latency', ({ latency }) => quantity(latency, 'seconds')],
  ['reward', ({ reward }) => (reward === undefined ? '' : quantity(reward, 'tokens'))],
  ['result', ({ status, result }) => (status === 'completed' ? (result ?? '') : status)],
];

/** Headings, then a row for each task. A column without a word in it, or with one workload only, is left out. */
export function storyRows(tasks: readonly TaskStory[]): readonly (readonly string[])[] {
  const several = new Set(tasks.map(({ workload }) => workload)).size > 1;
  const columns = COLUMNS.filter(
    ([name, cell]) => (name !== 'workload' || several) && tasks.some((story) => cell(story) !== ''),
  );
  return [columns.map(([name]) => name), ...tasks.map((story) => columns.map(([, cell]) => cell(story)))];
}

/** The tasks that are told of: those of the first run that has any. */
export const storiesOf = (runs: readonly RunRecord[]): readonly TaskStory[] =>
  runs.find(({ tasks }) => tasks !== undefined && tasks.length > 0)?.tasks ?? [];
