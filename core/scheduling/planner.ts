// What the strategies that plan whole jobs have in common: a horizon over all of their plans, and what they do with a
// task that has no plan, or whose node was lost.

import type { Instant, PartyId } from '../foundation/index.ts';
import { Horizon } from './horizon.ts';
import type { Pool } from './pool.ts';
import { expectedTime, Problem } from './problem.ts';
import type { Strategy, StrategyDefinition, TaskView } from './strategy.ts';
import { Timetable } from './timetable.ts';

/** Gives every task of the problem a place in the timetable. */
export type Planning = (problem: Problem, timetable: Timetable) => void;

/** `insert`: a task may start in a gap that tasks placed before it left. */
export function planner(name: string, summary: string, insert: boolean, planning: Planning): StrategyDefinition {
  return { name, summary, parameters: {}, scans: true, create: () => planningStrategy(insert, planning) };
}

function planningStrategy(insert: boolean, planning: Planning): Strategy {
  const horizon = new Horizon();
  return {
    plan: (job, pool, now) => {
      const problem = new Problem(job, pool, horizon, now);
      const timetable = new Timetable(problem, insert);
      planning(problem, timetable);
      return timetable.placements(horizon);
    },
    choose: (task, pool, now) => earliestFinish(task, pool, horizon, now),
  };
}

/** The node on which one task should end first; that of the lowest id among equals. */
function earliestFinish(task: TaskView, pool: Pool, horizon: Horizon, now: Instant): PartyId | undefined {
  let best: { node: PartyId; slot: number; end: number } | undefined;
  for (let index = 0; index < pool.size; index++) {
    const node = pool.at(index);
    if (task.holders.includes(node)) continue;
    const free = horizon.freeAt(node, pool.slots(node), now);
    const first = Math.min(...free);
    const end = first + expectedTime(task, node, pool);
    if (best !== undefined && (end > best.end || (end === best.end && node > best.node))) continue;
    best = { node, slot: free.indexOf(first), end };
  }
  if (best === undefined) return undefined;
  horizon.extend(best.node, best.slot, best.end);
  return best.node;
}
