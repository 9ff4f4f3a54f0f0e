// Critical Path On a Processor (Topcuoglu, Hariri and Wu, IEEE TPDS 13(3), 2002): the tasks of the longest mean path all
// go to the one node that runs them fastest, the others where they end first.

import { planner } from './planner.ts';
import type { Problem } from './problem.ts';
import { downwardRanks, upwardRanks } from './ranks.ts';
import type { StrategyDefinition } from './strategy.ts';

export const cpop: StrategyDefinition = planner(
  'cpop',
  'plans whole task graphs: those of the critical path on the one node that runs them fastest, the rest where they end first',
  true,
  (problem, timetable) => {
    const upward = upwardRanks(problem);
    const priorities = downwardRanks(problem).map((rank, task) => rank + upward[task]!);
    const critical = criticalPath(problem, priorities);
    const at = fastestNode(problem, critical);
    const all = Array.from(priorities.keys());
    for (let placed = 0; placed < problem.size; placed++) {
      const task = mostUrgent(all, priorities, (one) => !timetable.isPlaced(one) && timetable.isReady(one));
      timetable.take(task, critical.has(task) ? timetable.offerAt(task, at) : timetable.earliest(task));
    }
  },
);

/** From the entry of the highest priority, always on to the successor of the highest one. */
function criticalPath(problem: Problem, priorities: readonly number[]): ReadonlySet<number> {
  const path = new Set<number>();
  let choices = problem.inputs.flatMap((inputs, task) => (inputs.length === 0 ? [task] : []));
  while (choices.length > 0) {
    const task = mostUrgent(choices, priorities, () => true);
    path.add(task);
    choices = problem.outputs[task]!.map(({ to }) => to);
  }
  return path;
}

/** The first of the highest priority among those that are wanted, of which there is one. */
function mostUrgent(
  tasks: readonly number[],
  priorities: readonly number[],
  wanted: (task: number) => boolean,
): number {
  let best = -1;
  for (const task of tasks) {
    if (wanted(task) && (best < 0 || priorities[task]! > priorities[best]!)) best = task;
  }
  return best;
}

function fastestNode(problem: Problem, tasks: ReadonlySet<number>): number {
  const sums = problem.nodes.map((_, at) => [...tasks].reduce((sum, task) => sum + problem.time(task, at), 0));
  return sums.indexOf(Math.min(...sums));
}
