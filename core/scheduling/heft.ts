// Heterogeneous Earliest Finish Time (Topcuoglu, Hariri and Wu, IEEE TPDS 13(3), 2002): tasks by falling upward rank,
// each where it ends first, gaps included. Of equal ranks the task with the higher-ranked successor goes first, which is
// the rule that the paper names beside a random one.

import { planner } from './planner.ts';
import type { Problem } from './problem.ts';
import { upwardRanks } from './ranks.ts';
import type { StrategyDefinition } from './strategy.ts';

export const heft: StrategyDefinition = planner(
  'heft',
  'plans whole task graphs: longest mean path to the end first, each task where it ends first, gaps used (HEFT)',
  true,
  (problem, timetable) => {
    for (const task of byUpwardRank(problem)) timetable.take(task, timetable.earliest(task));
  },
);

function byUpwardRank(problem: Problem): number[] {
  const ranks = upwardRanks(problem);
  const successors = problem.outputs.map((outputs) => Math.max(0, ...outputs.map(({ to }) => ranks[to]!)));
  // The sort is stable, so that of tasks which are equal in both none comes before its inputs.
  return Array.from(ranks.keys()).sort((a, b) => ranks[b]! - ranks[a]! || successors[b]! - successors[a]!);
}
