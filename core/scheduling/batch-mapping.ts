// Heuristics for batches of independent tasks: again and again one task is picked by its earliest completion and goes
// there (Ibarra and Kim, JACM 24(2), 1977; Braun et al., JPDC 61(6), 2001). In a task graph the tasks whose inputs have a
// place are the batch.

import type { Planning } from './planner.ts';
import type { Problem } from './problem.ts';
import type { Offer, Timetable } from './timetable.ts';

/** Of two earliest completions: whether the task of the first goes before that of the second. */
type Preference = (one: number, other: number) => boolean;

/** Places, again and again, the task that is preferred by its earliest completion; the first among equals. */
export function byCompletion(prefers: Preference): Planning {
  return (problem, timetable) => {
    const offers: (Offer | undefined)[] = new Array<undefined>(problem.size).fill(undefined);
    for (let placed = 0; placed < problem.size; placed++) {
      const task = preferred(problem, timetable, offers, prefers);
      const taken = offers[task]!;
      timetable.take(task, taken);
      // Only the node that took it is free later than before: what others offered still stands.
      for (let other = 0; other < problem.size; other++) if (offers[other]?.at === taken.at) offers[other] = undefined;
    }
  };
}

function preferred(problem: Problem, timetable: Timetable, offers: (Offer | undefined)[], prefers: Preference): number {
  let best = -1;
  for (let task = 0; task < problem.size; task++) {
    if (timetable.isPlaced(task) || !timetable.isReady(task)) continue;
    const offer = (offers[task] ??= timetable.earliest(task));
    if (best < 0 || prefers(offer.end, offers[best]!.end)) best = task;
  }
  return best;
}
