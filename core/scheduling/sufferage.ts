// A machine goes to the task that would suffer most without it (Maheswaran et al., JPDC 59(2), 1999, figure 5): in each
// pass every task asks for the machine on which it ends first, and keeps it unless a later one loses more by its second
// choice. A machine is a slot.

import { planner } from './planner.ts';
import type { Problem } from './problem.ts';
import type { StrategyDefinition } from './strategy.ts';
import type { Offer, Timetable } from './timetable.ts';

interface Claim {
  readonly task: number;
  readonly offer: Offer;
  /** How much later it would end on its second choice. */
  readonly sufferage: number;
}

export const sufferage: StrategyDefinition = planner(
  'sufferage',
  'plans whole batches: a machine goes to the task that would lose most by its second choice (Maheswaran et al., 1999)',
  false,
  (problem, timetable) => {
    let left = problem.size;
    while (left > 0) {
      const granted = onePass(problem, timetable);
      for (const { task, offer } of granted) timetable.take(task, offer);
      left -= granted.length;
    }
  },
);

function onePass(problem: Problem, timetable: Timetable): Claim[] {
  const claims = new Map<string, Claim>();
  for (let task = 0; task < problem.size; task++) {
    if (timetable.isPlaced(task) || !timetable.isReady(task)) continue;
    const claim = claimOf(task, problem, timetable);
    const machine = `${claim.offer.at}/${claim.offer.slot}`;
    const rival = claims.get(machine);
    if (rival === undefined || rival.sufferage < claim.sufferage) claims.set(machine, claim);
  }
  return [...claims.values()];
}

function claimOf(task: number, problem: Problem, timetable: Timetable): Claim {
  let first: Offer | undefined;
  let second = Infinity;
  for (const [at, slots] of problem.free.entries()) {
    for (const slot of slots.keys()) {
      const offer = timetable.offerOn(task, at, slot);
      if (first === undefined || offer.end < first.end) {
        second = first?.end ?? Infinity;
        first = offer;
      } else second = Math.min(second, offer.end);
    }
  }
  return { task, offer: first!, sufferage: second === Infinity ? 0 : second - first!.end };
}
