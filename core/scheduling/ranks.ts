// The ranks of list scheduling, after Topcuoglu, Hariri and Wu, IEEE TPDS 13(3), 2002, equations 6 to 9: the mean length
// of the longest path from a task to the end of its job, and from the beginning to it. All are multiplied by the number
// of machines, which makes them whole numbers: equal ranks are equal, and not apart by an error of rounding.

import type { Problem } from './problem.ts';

/** From the start of each task to the end of the job, its own mean time included: rank_u. */
export function upwardRanks(problem: Problem): number[] {
  const ranks = new Array<number>(problem.size).fill(0);
  for (let task = problem.size - 1; task >= 0; task--) {
    let rest = 0;
    for (const { to, input } of problem.outputs[task]!) {
      rest = Math.max(rest, problem.transferMean(input) * problem.machines + ranks[to]!);
    }
    ranks[task] = problem.timeSum(task) + rest;
  }
  return ranks;
}

/** From the beginning of the job to the start of each task: rank_d. */
export function downwardRanks(problem: Problem): number[] {
  const ranks = new Array<number>(problem.size).fill(0);
  for (let task = 0; task < problem.size; task++) {
    for (const input of problem.inputs[task]!) {
      const through = ranks[input.from]! + problem.timeSum(input.from);
      ranks[task] = Math.max(ranks[task]!, through + problem.transferMean(input) * problem.machines);
    }
  }
  return ranks;
}
